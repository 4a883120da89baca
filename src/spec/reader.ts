import type { Dialogue } from './turn.ts'

/** A passage to be read; the parts of its text are those of `passageParts`. */
export type ReadPassage = { readonly text: string; readonly title?: string | undefined }

/** What a reader finds in a passage: P(it answers the last turn), and for each of its parts P(the answer stands there). */
export type Reading = { readonly answers: number; readonly parts: readonly number[] }

export type ReplyToJudge = { readonly reply: string; readonly evidence: ReadPassage }

/** Reads passages for a question in its dialogue. Throws ABORTED, OVERLOADED. */
export type Reader = {
  readonly id: string
  /** P(the last turn asks for what a source could say). */
  asks(dialogue: Dialogue, signal?: AbortSignal): Promise<number>
  read(
    dialogue: Dialogue,
    passages: readonly ReadPassage[],
    signal?: AbortSignal,
  ): Promise<readonly Reading[]>
  /** P(the reply answers the last turn, and rightly) for each, by its passage. */
  judge(
    dialogue: Dialogue,
    replies: readonly ReplyToJudge[],
    signal?: AbortSignal,
  ): Promise<readonly number[]>
}
