import type { SourceHealth } from './evidence-source.ts'

/** The execution provider in use, and why. */
export type Device = {
  readonly requested: 'auto' | 'cpu' | 'cuda'
  readonly used: 'cpu' | 'cuda'
  readonly detail: string
}

export type ModelHealth = {
  readonly id: string
  readonly kind: 'language-model' | 'encoder' | 'reward' | 'reader'
  readonly status: 'loading' | 'ready' | 'failed'
  readonly detail?: string
}

/** Of dialogues: whether they can be stored, and why not. */
export type StoreHealth = {
  readonly status: 'opening' | 'ok' | 'failed'
  readonly detail: string
}

export type Health = {
  readonly status: 'ok' | 'starting' | 'degraded'
  readonly version: string
  readonly models: readonly ModelHealth[]
  readonly device: Device
  readonly sources: readonly SourceHealth[]
  readonly store?: StoreHealth
  /** How many can be asked about; it grows while documents are indexed. */
  readonly documents?: number
}
