import { findFaults, type FaultOptions } from '../../curating/find-faults.ts'
import { meanNearest, pickDiverse } from '../../curating/pick-diverse.ts'
import { questionOf, replyOf, type CuratedRow } from '../../curating/row.ts'
import type { Encoder } from '../../spec/encoder.ts'

type ChooseOptions = FaultOptions & {
  readonly count: number
  readonly encoder: Pick<Encoder, 'embed'>
  readonly signal: AbortSignal
}

export type Choice = {
  readonly rows: readonly CuratedRow[]
  readonly read: number
  /** How often each fault was found; a row may have several. */
  readonly faults: Readonly<Record<string, number>>
  readonly duplicates: number
  /** Mean likeness of a row to its nearest other, before and after. */
  readonly nearest: { readonly sound: number; readonly chosen: number }
}

const BATCH = 64

/** What a person wrote anew teaches more than what a person liked, and that more than what nobody minded. */
const QUALITY: Readonly<Record<string, number>> = { correction: 2, liked: 1 }

export const chooseRows = async (
  rows: readonly CuratedRow[],
  { count, encoder, signal, ...bounds }: ChooseOptions,
): Promise<Choice> => {
  const faults: Record<string, number> = {}
  const sound = rows.filter((row) => {
    const found = findFaults(row, bounds)
    for (const name of found) faults[name] = (faults[name] ?? 0) + 1
    return found.length === 0
  })
  const vectors: Float32Array[] = []
  for (let at = 0; at < sound.length; at += BATCH) {
    const texts = sound.slice(at, at + BATCH).map((row) => `${questionOf(row)}\n${replyOf(row)}`)
    vectors.push(...(await encoder.embed(texts, signal)))
  }
  const { taken, duplicates } = pickDiverse(
    sound.map(({ source }, at) => ({
      vector: vectors[at] ?? new Float32Array(),
      quality: QUALITY[source] ?? 0,
    })),
    count,
  )
  const at = <T>(items: readonly T[], places: readonly number[]): readonly T[] =>
    places.flatMap((place) => items[place] ?? [])
  return {
    rows: at(sound, taken),
    read: rows.length,
    faults,
    duplicates: duplicates.length,
    nearest: { sound: meanNearest(vectors), chosen: meanNearest(at(vectors, taken)) },
  }
}

export const describeChoice = ({ rows, read, faults, duplicates, nearest }: Choice): string => {
  const found = Object.entries(faults).map(([name, count]) => `${count} ${name}`)
  return (
    `${read} rows read, ${rows.length} chosen. Left out: ${found.join(', ') || 'none for its form'}; ` +
    `${duplicates} that say what another says.\n` +
    `Likeness to the nearest other: ${nearest.sound.toFixed(3)} before, ${nearest.chosen.toFixed(3)} of the chosen.\n`
  )
}
