import type { Agent } from '../../agent/agent.ts'
import type { RuleBook } from '../../rules/rule-book.ts'
import type { ReplyRequest } from '../../spec/reply.ts'
import type { Dialogue, Said } from '../../spec/turn.ts'
import type { TurnFrame } from '../../spec/turn-event.ts'
import type { Store } from '../../store/store.ts'
import type { Admission } from '../admission/admission.ts'

export type TurnPlace = { readonly dialogueId: string; readonly turnId: string }

export type TurnDeps = {
  readonly agent: Agent
  readonly rules: Pick<RuleBook, 'resolve' | 'resolveSet'>
  readonly store: Store
  readonly admission: Pick<Admission, 'queue'>
  readonly isReady: () => boolean
  /** How long a turn goes on without a reader who may come back, in milliseconds. */
  readonly readerGraceMs: number
  readonly onTurnEnd?: (turn: { readonly last: TurnFrame; readonly ms: number }) => void
  readonly report: (error: unknown) => void
}

export type TurnInput = {
  readonly request: ReplyRequest
  /** Who asks, as far as admission is concerned. */
  readonly caller: string
  readonly clientTurnId?: string
  /** Turns of the dialogue that came before, beside the stored ones: stored with this one. */
  readonly preceding?: readonly Said[]
  /** What holds for this turn alone: read before all others, and not stored. */
  readonly instructions?: Dialogue
  /** Its rule set holds whatever the request and its dialogue name. */
  readonly tenant?: { readonly ruleSet: string } | undefined
}

/** Who reads a turn's frames. */
export type Reader = {
  readonly signal?: AbortSignal | undefined
  /** Whether it may come back for the rest: then the turn outlives its leaving for the grace time. */
  readonly returns?: boolean | undefined
}

/** A turn that was admitted; `frames` may be read by several, each from the beginning. */
export type StartedTurn = TurnPlace & {
  frames(reader?: Reader): AsyncGenerator<TurnFrame>
}
