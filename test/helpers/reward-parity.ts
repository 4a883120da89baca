import type { Dialogue } from '../../src/spec/turn.ts'

/** What training stored of the reward model: packed rows, and the outputs of the exported graph. */
export type RewardParity = {
  readonly rules: readonly {
    readonly id: string
    readonly text: string
    readonly inputIds: readonly number[]
  }[]
  readonly rows: readonly {
    readonly dialogue: Dialogue
    readonly evidence: { readonly title: string | null; readonly text: string } | null
    readonly statements: readonly string[]
    readonly inputIds: readonly number[]
    readonly segmentIds: readonly number[]
    readonly spans: readonly (readonly [number, number])[]
    readonly preference: number
    readonly ruleLogits: readonly number[]
    readonly statementSupport: readonly number[]
    readonly statementCheckable: readonly number[]
  }[]
  readonly dialogueRows: readonly {
    readonly dialogue: Dialogue
    readonly inputIds: readonly number[]
    readonly factLogits: readonly number[]
  }[]
}
