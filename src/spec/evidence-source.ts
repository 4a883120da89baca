import type { Evidence } from './evidence.ts'
import type { SourceFailure } from './reply.ts'
import type { DocumentFilter } from './search.ts'
import type { TurnEvent } from './turn-event.ts'

export type SearchEvent = Extract<TurnEvent, { type: 'search-results' | 'page' }>

export type Found = {
  /** Best first. */
  readonly evidence: readonly Evidence[]
  readonly failures: readonly SourceFailure[]
}

export type FindOptions = {
  readonly limit: number
  readonly signal?: AbortSignal
  /** The ids of the sources that are asked; without it, all are. */
  readonly sources?: readonly string[] | undefined
  /** Only the documents' own source can keep to it: others are then left out. */
  readonly filter?: DocumentFilter | undefined
}

/** Where evidence comes from. A source that is down reports a failure; only ABORTED is thrown. */
export type EvidenceSource = {
  readonly id: string
  /** Ids of the sources that it stands for, where it is none by itself. */
  readonly parts?: readonly string[]
  /** Whether it keeps to a filter of documents. */
  readonly filters?: boolean
  find(query: string, options: FindOptions): AsyncGenerator<SearchEvent, Found>
  /** What `/health` says of it, in words. */
  health(): SourceHealth
}

export type SourceHealth = {
  readonly id: string
  readonly status: 'ok' | 'starting' | 'down' | 'off'
  readonly detail: string
}
