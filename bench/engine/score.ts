import { join } from 'node:path'
import type { EntryOf } from '../../src/inference/files/model-entry.ts'
import type { EmbeddedOptions } from '../../src/inference/graphs/session-spec.ts'
import { openRewardNetwork } from '../../src/inference/open-reward-network.ts'
import { openTokenizer } from '../../src/inference/files/open-tokenizer.ts'
import { createRewardModel } from '../../src/reward/create-reward-model.ts'
import { openOptions } from '../lib/open-options.ts'
import { medianTime, printRows, type Row } from '../lib/row.ts'

// node --import tsx bench/engine/score.ts [models folder]: every size of the reward model that lies there

const CANDIDATES = 8
const RULES = 23
const ROW_TOKENS = 256
const REPEATS = 9

const words = (count: number, seed: number): string =>
  Array.from({ length: count }, (_, i) => ['limit', 'server', 'body', 'page'][(i * seed) % 4]).join(
    ' ',
  )

export const run = async (): Promise<readonly Row[]> => {
  const options = await openOptions()
  const rows: Row[] = []
  for (const entry of options.manifest.models)
    if (entry.kind === 'reward') rows.push(...(await measure(options, entry)))
  return rows
}

const measure = async (
  options: EmbeddedOptions,
  entry: EntryOf<'reward'>,
): Promise<readonly Row[]> => {
  const opening = performance.now()
  const network = await openRewardNetwork(options, entry)
  const opened = performance.now() - opening
  const tokenizer = await openTokenizer(join(options.modelsDir, entry.tokenizer))
  const { id, calibration } = entry
  const model = createRewardModel({ id, network, tokenizer, calibration })
  const dialogue = [{ participant: 'user' as const, text: words(30, 1) }]
  // 4 control tokens, 2 of "user:"; the rest is the dialogue's 30, the reply's 64, and evidence.
  const evidence = [{ id: 'a', text: words(ROW_TOKENS - 4 - 2 - 30 - 64, 3) }]
  const rows = Array.from({ length: CANDIDATES }, (_, i) => ({
    dialogue,
    evidence,
    reply: words(64, i + 1),
  }))
  const rules = Array.from({ length: RULES }, (_, i) => ({
    id: `rule-${i}`,
    text: `The reply keeps rule ${i}.`,
  }))
  const score = await medianTime(REPEATS, async () => void (await model.score(rows, rules)))
  const bare = await medianTime(REPEATS, async () => void (await model.score(rows, [])))
  const fact = await medianTime(REPEATS, async () => void (await model.factSeeking(dialogue)))
  await network.close()
  const by = entry.size === 'large' ? ', large reward model' : ''
  const what = `scoring ${CANDIDATES} candidates of ${ROW_TOKENS} tokens`
  return [
    { name: `loading the reward model${by}`, value: opened, unit: 'ms' },
    { name: `${what} on ${RULES} rules${by}`, value: score, unit: 'ms' },
    { name: `${what} on no rules${by}`, value: bare, unit: 'ms' },
    { name: `reading what kind of turn it is${by}`, value: fact, unit: 'ms' },
  ]
}

if (import.meta.filename === process.argv[1]) printRows(await run())
