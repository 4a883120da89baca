import type { SourceHealth } from './evidence-source.ts'

/** The execution provider in use, and why. */
export type Device = {
  readonly requested: 'auto' | 'cpu' | 'cuda'
  readonly used: 'cpu' | 'cuda'
  readonly detail: string
}

export type ModelHealth = {
  readonly id: string
  readonly kind: 'language-model' | 'encoder' | 'reward'
  readonly status: 'loading' | 'ready' | 'failed'
  readonly detail?: string
}

export type Health = {
  readonly status: 'ok' | 'starting' | 'degraded'
  readonly version: string
  readonly models: readonly ModelHealth[]
  readonly device: Device
  readonly sources: readonly SourceHealth[]
  /** Of dialogues; a new one takes some seconds to be made. */
  readonly store?: 'opening' | 'ready'
  /** How many can be asked about; it grows while documents are indexed. */
  readonly documents?: number
}
