import type { NetworkRow } from '../../spec/reward-network.ts'
import type { Arrays } from './session-client.ts'

/** Rows of token ids as one rectangle, padded with 0 at the end: int64 [rows, longest]. */
export const padRows = (rows: readonly (readonly number[])[]): Arrays[string] => {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const data = new BigInt64Array(rows.length * width)
  for (const [i, row] of rows.entries())
    for (const [j, id] of row.entries()) data[i * width + j] = BigInt(id)
  return { data, dims: [rows.length, width] }
}

/** 1 where padRows has a token, 0 where it has padding. */
export const attentionMask = (rows: readonly (readonly number[])[]): Arrays[string] =>
  padRows(rows.map((row) => row.map(() => 1)))

/** The float output called `name`, cut into one array for each row. */
export const rowsOf = (outputs: Arrays, name: string): readonly Float32Array[] => {
  const output = outputs[name]
  if (!(output?.data instanceof Float32Array)) throw new Error(`no output ${name}: this is a bug`)
  const { data, dims } = output
  const rows = dims[0] ?? 0
  const width = rows === 0 ? 0 : data.length / rows
  return Array.from({ length: rows }, (_, i) => data.slice(i * width, (i + 1) * width))
}

/** Rows of like length share a batch, which wastes less padding. */
export const shortestFirst = (rows: readonly NetworkRow[]): readonly number[] =>
  rows.map((_, i) => i).toSorted((a, b) => (rows[a]?.ids.length ?? 0) - (rows[b]?.ids.length ?? 0))

/** Undoes it. */
export const inOrder = <T>(order: readonly number[], values: readonly T[]): readonly T[] => {
  const placed: T[] = []
  for (const [i, value] of values.entries()) placed[order[i] ?? 0] = value
  return placed
}
