import type { Store } from '../../store/store.ts'
import type { CountTokens } from '../borrowed/usage.ts'
import type { TurnService } from '../turns/turn-service.ts'

export type OpenAiRoutesOptions = {
  readonly turns: Pick<TurnService, 'start' | 'isRunning'>
  readonly store: Pick<Store, 'findTurn' | 'getDialogue' | 'deleteTurn'>
  /** Of the language model. */
  readonly countTokens: CountTokens
  /** After how long without an event a stream says that it is still there. */
  readonly quietMs: number
}
