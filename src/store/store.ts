import type { Feedback } from '../spec/feedback.ts'
import type { StoreHealth } from '../spec/health.ts'
import type { Reply } from '../spec/reply.ts'
import type { DialogueSummary, Said } from '../spec/turn.ts'
import type { TurnEvent, TurnFrame } from '../spec/turn-event.ts'

export type NewTurn = {
  readonly dialogueId: string
  readonly turnId: string
  readonly clientTurnId?: string
  readonly text: string
  /** Named with this turn, for it and those after it. */
  readonly ruleSet?: string
  /** Turns that the caller gave of the dialogue, between the stored ones and this one. */
  readonly preceding?: readonly Said[]
}

/** A turn of the user and what became of it; `reply` is there once it is answered. Times are ISO 8601. */
export type StoredTurn = NewTurn & {
  readonly status: 'running' | 'answered' | 'failed'
  readonly createdAt: string
  readonly reply?: Reply
  /** The candidate that stands in the reply's place since somebody said that it is the better one. */
  readonly instead?: string
}

export type StoredDialogue = {
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
  /** The last frame's number; 0 where there is none. */
  readonly lastSeq: number
  /** Another one where frames were lost that a client may have seen. */
  readonly epoch: string
  readonly title: string
  /** How many turns there are before the first one here. */
  readonly earlier: number
  /** Oldest first. */
  readonly turns: readonly StoredTurn[]
}

export type Paging = { readonly limit: number; readonly offset?: number }

/** `models` are those that wrote and scored the turn. */
export type StoredFeedback = Feedback & {
  readonly id: string
  readonly dialogueId: string
  readonly models: Readonly<Record<string, string>>
  /** The same for the same caller, and nobody's name. */
  readonly rater?: string
  readonly createdAt: string
}

/** A part of a long dialogue: the last turns of it, or the last ones before a turn. */
export type TurnWindow = { readonly last: number; readonly before?: string }

/** How a client names a turn that it sends again; without a dialogue, one that began a dialogue just now. */
export type SentTurn = {
  readonly dialogueId?: string
  readonly clientTurnId: string
  readonly text: string
}

/** Dialogues, the log of frames that a client resumes from, and feedback. Every call may throw STORE_FAILED. */
export type Store = {
  /** Begins the dialogue where it is new. */
  startTurn(turn: NewTurn): Promise<void>
  /** Numbers the event within its dialogue and keeps it; `turn-end` and `error` also finish the turn. */
  append(turn: Pick<NewTurn, 'dialogueId' | 'turnId'>, event: TurnEvent): Promise<TurnFrame>
  /** The first `limit` frames with `seq > lastSeq`, in order. */
  framesAfter(dialogueId: string, lastSeq: number, limit: number): Promise<readonly TurnFrame[]>
  framesOfTurn(turnId: string): Promise<readonly TurnFrame[]>
  findTurn(turnId: string): Promise<StoredTurn | undefined>
  /** Failed turns are not found: sending one again is a new attempt. */
  findSent(sent: SentTurn): Promise<StoredTurn | undefined>
  /** With all its turns, or those of the window. Throws TURN_NOT_FOUND where the window's turn is not in it. */
  getDialogue(id: string, window?: TurnWindow): Promise<StoredDialogue | undefined>
  headOf(dialogueId: string): Promise<Pick<StoredDialogue, 'lastSeq' | 'epoch'> | undefined>
  /** For a dialogue that lost frames which a client may have seen. Gives the new epoch. */
  renewEpoch(dialogueId: string): Promise<string>
  /** Last used first; with `query`, those whose title or turns contain it, whatever the case. */
  listDialogues(
    paging: Paging & { readonly query?: string | undefined },
  ): Promise<{ readonly dialogues: readonly DialogueSummary[]; readonly total: number }>
  /** Throws DIALOGUE_NOT_FOUND. */
  renameDialogue(id: string, title: string): Promise<void>
  /**
   * A new dialogue with the answered turns of another that come before one of its turns, to go on from
   * there in another way. Throws DIALOGUE_NOT_FOUND, TURN_NOT_FOUND.
   */
  branchDialogue(from: string, before: string): Promise<{ readonly id: string }>
  /** With its turns, frames and feedback. Throws DIALOGUE_NOT_FOUND. */
  deleteDialogue(id: string): Promise<void>
  /**
   * With its frames and feedback, and with the dialogue where it was the only one; else the dialogue gets
   * a new epoch. Throws TURN_NOT_FOUND.
   */
  deleteTurn(turnId: string): Promise<void>
  /**
   * Throws TURN_NOT_FOUND; INVALID_REQUEST where a correction is the reply as it was, or what shall stand in
   * the reply's place is none of its candidates.
   */
  addFeedback(feedback: Feedback, rater?: string): Promise<{ readonly id: string }>
  /** It is taken back, and no longer learnt from; a reply that it replaced is back. Throws NOT_FOUND. */
  removeFeedback(id: string): Promise<void>
  feedbackOf(dialogueId: string): Promise<readonly StoredFeedback[]>
  /** Oldest first. */
  listFeedback(paging: Paging): Promise<readonly StoredFeedback[]>
  /** Whether turns can be stored right now, and why not. */
  health(): Promise<StoreHealth>
  close(): Promise<void>
}
