import { Tensor, type InferenceSession } from 'onnxruntime-node'
import { guarded } from '../workers/exit-guard.ts'
import type { CacheShape, KeyValues } from './key-values.ts'
import type { Scores } from './sample-token.ts'

/** n rows of T new tokens each, after a prefix that all share and a suffix of each row's own. */
type Step = {
  /** [n][T] */
  readonly ids: readonly (readonly number[])[]
  /** [n][T]: the place of each token in its own sequence. */
  readonly positions: readonly (readonly number[])[]
  /** Keys and values of P tokens. */
  readonly prefix: KeyValues
  /** [n * P]: 0 where a row sees the token, HIDDEN where not. */
  readonly prefixMask: Float32Array
  /** For each layer float32 [n, heads, S, size]; S may be 0. */
  readonly suffix: Pick<KeyValues, 'keys' | 'values'> & { readonly capacity: number }
  /** [n * S] */
  readonly suffixMask: Float32Array
}

type StepResult = {
  /** After each row's last token. */
  readonly scores: readonly Scores[]
  /** Of the new tokens: for each layer float32 [n, heads, T, size]. */
  readonly keyValues: KeyValues
}

/** What is added to the score of a token that a row must not see. */
export const HIDDEN = -1e9

/** One pass of the language model. */
export type PolicySession = {
  readonly shape: CacheShape
  run(step: Step): Promise<StepResult>
  release(): Promise<void>
}

export const createPolicySession = (
  session: InferenceSession,
  shape: CacheShape,
): PolicySession => {
  const layers = Array.from({ length: shape.layers }, (_, layer) => layer)
  const fetched = [
    'top_logits',
    'top_ids',
    'log_sum_exp',
    ...layers.flatMap((layer) => [`new.${layer}.key`, `new.${layer}.value`]),
  ]
  return {
    shape,
    run: async (step) => {
      const outputs = await guarded(() => session.run(feedsOf(step, shape), fetched))
      const pick = (kind: 'key' | 'value') =>
        layers.map((layer) => floatsOf(outputs, `new.${layer}.${kind}`))
      const tokens = step.ids[0]?.length ?? 0
      return {
        scores: scoresOf(outputs, step.ids.length),
        keyValues: { tokens, keys: pick('key'), values: pick('value') },
      }
    },
    release: () => session.release(),
  }
}

const feedsOf = (step: Step, { heads, size }: CacheShape): Record<string, Tensor> => {
  const n = step.ids.length
  const { tokens } = step.prefix
  const { capacity } = step.suffix
  const feeds: Record<string, Tensor> = {
    input_ids: integers(step.ids),
    position_ids: integers(step.positions),
    prefix_mask: new Tensor('float32', step.prefixMask, [n, tokens]),
    suffix_mask: new Tensor('float32', step.suffixMask, [n, capacity]),
  }
  const add = (name: string, data: Float32Array, dims: readonly number[]): void => {
    feeds[name] = new Tensor('float32', data, dims)
  }
  const onPrefix = [1, heads, tokens, size]
  const onSuffix = [n, heads, capacity, size]
  for (const [layer, data] of step.prefix.keys.entries()) add(`prefix.${layer}.key`, data, onPrefix)
  for (const [layer, data] of step.prefix.values.entries())
    add(`prefix.${layer}.value`, data, onPrefix)
  for (const [layer, data] of step.suffix.keys.entries()) add(`suffix.${layer}.key`, data, onSuffix)
  for (const [layer, data] of step.suffix.values.entries())
    add(`suffix.${layer}.value`, data, onSuffix)
  return feeds
}

const integers = (rows: readonly (readonly number[])[]): Tensor =>
  new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]?.length ?? 0])

const floatsOf = (outputs: InferenceSession.ReturnType, name: string): Float32Array => {
  const data = outputs[name]?.data
  if (data instanceof Float32Array) return data
  throw new Error(`no output ${name}: this is a bug`)
}

const scoresOf = (outputs: InferenceSession.ReturnType, n: number): readonly Scores[] => {
  const logits = floatsOf(outputs, 'top_logits')
  const sums = floatsOf(outputs, 'log_sum_exp')
  const ids = outputs['top_ids']?.data
  if (!(ids instanceof BigInt64Array)) throw new Error('no output top_ids: this is a bug')
  const top = logits.length / n
  return Array.from({ length: n }, (_, row) => ({
    ids: Array.from(ids.subarray(row * top, (row + 1) * top), Number),
    logits: logits.slice(row * top, (row + 1) * top),
    logSumExp: sums[row] ?? NaN,
  }))
}
