import type { Dialogue } from '../../src/spec/turn.ts'

type Packed = { readonly inputIds: readonly number[]; readonly segmentIds: readonly number[] }
type Passage = { readonly dialogue: Dialogue; readonly title: string; readonly text: string }

/** What training stored of the reader: packed rows, and the outputs of the exported graph. */
export type ReaderParity = {
  readonly passages: readonly (Passage &
    Packed & {
      readonly ranges: readonly (readonly [number, number])[]
      readonly answers: number
      readonly where: readonly (number | null)[]
    })[]
  readonly replies: readonly (Passage &
    Packed & { readonly reply: string; readonly right: number })[]
  readonly asked: readonly {
    readonly dialogue: Dialogue
    readonly inputIds: readonly number[]
    readonly asks: number
  }[]
  readonly tolerance: number
}
