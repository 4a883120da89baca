import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { entryOf } from '../../../src/inference/files/manifest.ts'
import { openSession } from '../../../src/inference/graphs/open-session.ts'
import { openTokenizer } from '../../../src/inference/files/open-tokenizer.ts'
import { createPolicySession } from '../../../src/inference/embedded/policy-session.ts'
import { renderPrompt } from '../../../src/inference/embedded/render-prompt.ts'
import type { Scores } from '../../../src/inference/embedded/sample-token.ts'
import type { Prompt } from '../../../src/spec/language-model.ts'
import type { Turn } from '../../../src/spec/turn.ts'
import { committedOptions, parityFile } from '../../helpers/open-models.ts'

/** A prompt, a greedy reply, and the best logits at each of its positions. */
type Row = {
  readonly ids: readonly number[]
  readonly reply: readonly number[]
  readonly topIds: readonly (readonly number[])[]
  readonly topLogits: readonly (readonly number[])[]
}

const { modelsDir, manifest } = await committedOptions()
const entry = entryOf(manifest, 'language-model')
const format = entry.prompt
const tokenizer = await openTokenizer(join(modelsDir, entry.tokenizer))
const { rows } = JSON.parse(readFileSync(parityFile('policy'), 'utf8')) as { rows: readonly Row[] }

/** The prompt whose rendering training stored: its turns are read back from the ids. */
const parse = (ids: readonly number[]): Prompt => {
  const turns = tokenizer
    .decode(ids.map((id) => (id === format.tokens.start ? SEPARATOR : id)))
    .split(tokenizer.decode([SEPARATOR]))
    .slice(2)
    .map((turn) => turn.split('\n'))
  const participants = new Map(Object.entries(format.roles).map(([name, role]) => [role, name]))
  const dialogue: Turn[] = []
  const evidence = []
  for (const [role = '', ...lines] of turns.slice(0, -1)) {
    const text = lines.join('\n').slice(0, -`${END}\n`.length)
    const participant = participants.get(role)
    if (participant === 'search-results')
      evidence.push({ id: 'a', source: 'test', ...snippet(text) })
    else if (participant === 'user' || participant === 'agent') dialogue.push({ participant, text })
  }
  const writes = participants.get(turns.at(-1)?.[0] ?? '') === 'agent' ? 'agent' : 'search-query'
  return { dialogue, evidence, writes }
}

// A token that no prompt holds, to split at.
const SEPARATOR = 0
const END = tokenizer.decode([format.tokens.end])

/** The whole text as one snippet: a title only changes where its line ends. */
const snippet = (text: string) => {
  const [, title, rest] = /^\[([^\n]*)\]\n([\s\S]*)$/u.exec(text) ?? []
  return title === undefined ? { text } : { title, text: rest ?? '' }
}

void t.test('prompts are rendered as in training', (t) => {
  for (const { ids } of rows) t.same(renderPrompt(parse(ids), tokenizer, format).flat(), ids)
  t.end()
})

void t.test('the scores after a prompt are those of training', async (t) => {
  const shape = { layers: entry.layers, heads: entry.keyValueHeads, size: entry.headSize }
  const spec = { modelsDir, graph: entry.graph.cpu, device: 'cpu' as const, threads: 2 }
  const session = createPolicySession(await openSession(spec), shape)
  t.teardown(() => session.release())
  const none = Array.from({ length: shape.layers }, () => new Float32Array(0))
  const errors: number[] = []
  for (const { ids, topIds, topLogits } of rows) {
    const { scores } = await session.run({
      ids: [ids],
      positions: [ids.map((_, place) => place)],
      prefix: { tokens: 0, keys: none, values: none },
      prefixMask: new Float32Array(0),
      suffix: { capacity: 0, keys: none, values: none },
      suffixMask: new Float32Array(0),
    })
    const [own] = scores
    t.ok(own?.ids.slice(0, 3).includes(topIds[0]?.[0] ?? -1))
    for (const [i, id] of (topIds[0] ?? []).entries())
      errors.push(Math.abs(logitOf(own, id) - (topLogits[0]?.[i] ?? NaN)))
  }
  // Rounding to whole numbers makes noise of this size where another machine adds in another order.
  t.ok(errors.reduce((sum, error) => sum + error, 0) / errors.length < 1)
})

const logitOf = (scores: Scores | undefined, id: number): number =>
  scores?.logits[scores.ids.indexOf(id)] ?? NaN
