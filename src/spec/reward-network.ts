/** One packed row: token ids, and for each its segment (packed by src/reward). */
export type NetworkRow = { readonly ids: readonly number[]; readonly segments: readonly number[] }

/** Raw heads of one row of T tokens, scored against R rule queries; all are logits but the query. */
export type NetworkOutput = {
  readonly preference: number
  /** [R], of P(kept). */
  readonly rules: Float32Array
  /** [T] */
  readonly support: Float32Array
  /** [T] */
  readonly checkable: Float32Array
  /** fact-based, not-fact-based, both */
  readonly fact: Float32Array
  /** [384]: what to pass as a rule query when the row is a rule's text. */
  readonly ruleQuery: Float32Array
}

/** One encoder pass a row; rows of concurrent callers share batches. Throws ABORTED, OVERLOADED. */
export type RewardNetwork = {
  readonly id: string
  run(
    rows: readonly NetworkRow[],
    ruleQueries: readonly Float32Array[],
    signal?: AbortSignal,
  ): Promise<readonly NetworkOutput[]>
}
