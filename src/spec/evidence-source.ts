import type { Evidence } from './evidence.ts'
import type { SourceFailure } from './reply.ts'
import type { TurnEvent } from './turn-event.ts'

export type SearchEvent = Extract<TurnEvent, { type: 'search-results' | 'page' }>

export type Found = {
  /** Best first. */
  readonly evidence: readonly Evidence[]
  readonly failures: readonly SourceFailure[]
}

export type FindOptions = { readonly limit: number; readonly signal?: AbortSignal }

/** Where evidence comes from. A source that is down reports a failure; only ABORTED is thrown. */
export type EvidenceSource = {
  readonly id: string
  find(query: string, options: FindOptions): AsyncGenerator<SearchEvent, Found>
  /** What `/health` says of it, in words. */
  health(): SourceHealth
}

export type SourceHealth = {
  readonly id: string
  readonly status: 'ok' | 'starting' | 'down' | 'off'
  readonly detail: string
}
