import { once } from 'node:events'
import { addAbortSignal, type Readable, type Writable } from 'node:stream'
import type { z } from 'zod'
import { isAppError } from '../../spec/errors.ts'
import { inChunks } from './in-chunks.ts'
import { mapInOrder } from './map-in-order.ts'
import { parseRow, type ParsedRow } from './parse-row.ts'
import { readLines } from './read-lines.ts'

export type RowsTask<Row> = {
  /** Of a row without its id. */
  readonly schema: z.ZodType<Row>
  /** Rows that are answered in one call. */
  readonly chunk: number
  /** Calls at once. */
  readonly atOnce: number
  /** One outcome for each row; a failure of one row is its outcome, not an exception. */
  readonly answer: (rows: readonly Row[]) => Promise<readonly Outcome[]>
}

export type Outcome = { readonly result: object } | { readonly error: unknown }

export type RowsOptions = {
  readonly input: Readable
  readonly output: Writable
  readonly signal: AbortSignal
  /** After each line that was written. */
  readonly onRow?: (failed: boolean) => void
}

/**
 * JSON lines in, JSON lines out, in the same order; a line at fault becomes an error in its place.
 * Memory stays bounded: reading waits for the work, and the work for the writing. Gives the count of
 * failed lines. Throws ABORTED.
 */
export const runRows = async <Row>(
  { schema, chunk, atOnce, answer }: RowsTask<Row>,
  { input, output, signal, onRow }: RowsOptions,
): Promise<number> => {
  let failed = 0
  const lines = withoutBlankEnd(readLines(addAbortSignal(signal, input)))
  const answerChunk = async (some: readonly (Uint8Array | undefined)[]): Promise<Answered[]> =>
    answerParsed(
      some.map((line) => parseRow(line, schema)),
      answer,
    )
  try {
    for await (const answered of mapInOrder(inChunks(lines, chunk), atOnce, answerChunk)) {
      for (const row of answered) {
        signal.throwIfAborted()
        if ('error' in row) failed += 1
        if (!output.write(`${JSON.stringify(row)}\n`)) await once(output, 'drain', { signal })
        onRow?.('error' in row)
      }
    }
  } finally {
    input.destroy()
  }
  return failed
}

type Answered = { readonly id?: unknown } & Record<string, unknown>

const answerParsed = async <Row>(
  parsed: readonly ParsedRow<Row>[],
  answer: RowsTask<Row>['answer'],
): Promise<Answered[]> => {
  const good = parsed.flatMap((one) => ('row' in one ? [one.row] : []))
  const outcomes = good.length === 0 ? [] : await answer(good)
  let next = 0
  return parsed.map((one) => {
    const known = 'id' in one ? { id: one.id } : {}
    const outcome = 'row' in one ? outcomes[next++] : one
    if (outcome === undefined) throw new Error('a row without an outcome: this is a bug')
    return 'result' in outcome
      ? { ...known, ...outcome.result, ...known }
      : { ...known, error: describe(outcome.error) }
  })
}

const describe = (error: unknown): { readonly code: string; readonly message: string } =>
  isAppError(error)
    ? { code: error.code, message: error.message }
    : { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }

/** Blank lines at the end are none; elsewhere they are lines at fault, so that places stay the same. */
async function* withoutBlankEnd(
  lines: AsyncIterable<Uint8Array | undefined>,
): AsyncGenerator<Uint8Array | undefined> {
  let blank = 0
  for await (const line of lines) {
    if (line !== undefined && isBlank(line)) {
      blank += 1
      continue
    }
    for (; blank > 0; blank -= 1) yield new Uint8Array()
    yield line
  }
}

const BLANKS = new Set([0x09, 0x0d, 0x20])
const isBlank = (line: Uint8Array): boolean => line.every((byte) => BLANKS.has(byte))
