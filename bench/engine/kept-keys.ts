import { readFile } from 'node:fs/promises'
import { toHalves, writeFloats } from '../../src/inference/embedded/half-floats.ts'
import {
  joinKeyValues,
  type CacheShape,
  type KeyValues,
} from '../../src/inference/embedded/key-values.ts'
import {
  createPolicySession,
  type PolicySession,
} from '../../src/inference/embedded/policy-session.ts'
import { readPass } from '../../src/inference/embedded/prefill.ts'
import type { Scores } from '../../src/inference/embedded/sample-token.ts'
import { entryOf } from '../../src/inference/files/manifest.ts'
import { openSession } from '../../src/inference/graphs/open-session.ts'
import { openOptions } from '../lib/open-options.ts'

// node --import tsx bench/engine/kept-keys.ts
// What it changes to keep a prompt's keys and values in 16 or 8 bits: the policy's stored prompts, read in passes, and
// the scores at each place of their stored replies, against those with keys and values as they come.

const PASS_TOKENS = 48

type Round = (floats: Float32Array, size: number) => Float32Array

const asIs: Round = (floats) => floats

const toHalf: Round = (floats) => {
  const target = new Float32Array(floats.length)
  writeFloats(toHalves(floats), target, 0)
  return target
}

/** Whole numbers to 127 with one scale a vector. */
const toEightBits: Round = (floats, size) => {
  const target = new Float32Array(floats.length)
  for (let at = 0; at < floats.length; at += size) {
    const vector = floats.subarray(at, at + size)
    const scale = vector.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-9) / 127
    for (const [i, one] of vector.entries()) target[at + i] = Math.round(one / scale) * scale
  }
  return target
}

/** Passes cut elsewhere, nothing rounded: the noise that the order of sums makes. */
const VARIANTS = [
  ['as they come', asIs, PASS_TOKENS],
  ['other passes', asIs, PASS_TOKENS / 2],
  ['16 bits', toHalf, PASS_TOKENS],
  ['8 bits, a scale a vector', toEightBits, PASS_TOKENS],
] as const

type Row = { readonly ids: readonly number[]; readonly reply: readonly number[] }

const rounded = (shape: CacheShape, round: Round, { tokens, keys, values }: KeyValues) => ({
  tokens,
  keys: keys.map((layer) => round(layer, shape.size)),
  values: values.map((layer) => round(layer, shape.size)),
})

/** At the first place of the reply and at each behind it. */
const scoresOf = async (
  session: PolicySession,
  { ids, reply }: Row,
  round: Round,
  passTokens: number,
): Promise<readonly Scores[]> => {
  const kept: KeyValues[] = []
  const scores: Scores[] = []
  for (let at = 0; at < ids.length; at += passTokens) {
    const read = await readPass(
      session,
      joinKeyValues(session.shape, kept),
      ids.slice(at, at + passTokens),
    )
    kept.push(rounded(session.shape, round, read.keyValues))
    if (at + passTokens >= ids.length) scores.push(read.scores)
  }
  for (const id of reply.slice(0, -1)) {
    const read = await readPass(session, joinKeyValues(session.shape, kept), [id])
    kept.push(read.keyValues)
    scores.push(read.scores)
  }
  return scores
}

const logitOf = ({ ids, logits }: Scores, id: number): number => logits[ids.indexOf(id)] ?? NaN

const mean = (values: readonly number[]): number => {
  const known = values.filter((one) => !Number.isNaN(one))
  return known.reduce((sum, one) => sum + one, 0) / known.length
}

const { modelsDir, manifest, threads } = await openOptions()
const entry = entryOf(manifest, 'language-model')
const shape = { layers: entry.layers, heads: entry.keyValueHeads, size: entry.headSize }
const session = createPolicySession(
  await openSession({ modelsDir, graph: entry.graph.cpu, device: 'cpu', threads }),
  shape,
)
const path = new URL('../../test/fixtures/parity/policy.json', import.meta.url)
const { rows } = JSON.parse(await readFile(path, 'utf8')) as { readonly rows: readonly Row[] }
let whole: readonly Scores[] = []
for (const [name, round, passTokens] of VARIANTS) {
  const scores: Scores[] = []
  for (const row of rows) scores.push(...(await scoresOf(session, row, round, passTokens)))
  if (whole.length === 0) whole = scores
  const replies = rows.flatMap(({ reply }) => reply)
  const nats = scores.map((own, i) => own.logSumExp - logitOf(own, replies[i] ?? -1))
  const same = scores.filter((own, i) => own.ids[0] === whole[i]?.ids[0]).length
  const errors = scores.flatMap((own, i) =>
    (whole[i]?.ids.slice(0, 5) ?? []).map((id) =>
      Math.abs(logitOf(own, id) - logitOf(whole[i] ?? own, id)),
    ),
  )
  console.log(
    `${name.padEnd(26)} ${scores.length} places, ${mean(nats).toFixed(4)} nats a token of the reply, ` +
      `the same likeliest token ${((100 * same) / scores.length).toFixed(1)} %, mean error of a logit ${mean(errors).toFixed(3)}`,
  )
}
await session.release()
