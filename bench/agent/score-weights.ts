import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { AgentDeps } from '../../src/agent/agent.ts'
import { createAgent } from '../../src/agent/create-agent.ts'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import { readRuleFolder } from '../../src/rules/read-rule-file.ts'
import { combineSources } from '../../src/search/combine-sources.ts'
import { takeGivenEvidence } from '../../src/search/take-given-evidence.ts'
import { readConfig } from '../../src/server/setup/config.ts'
import { createModelLoader, type Models } from '../../src/server/setup/load-models.ts'
import { packageRoot } from '../../src/server/setup/package-root.ts'
import type { LanguageModel, Sample } from '../../src/spec/language-model.ts'
import type { Reader } from '../../src/spec/reader.ts'
import type { RewardModel } from '../../src/spec/reward-model.ts'
import { abstained, answer, fits, holds, type Answered } from './judge-reply.ts'
import { readRows } from '../lib/prompt-rows.ts'
import { shareOf } from '../lib/share.ts'

// node --import tsx bench/agent/score-weights.ts --rows ROWS.jsonl [--agreement 0,0.45] [--likelihood 0,1,2] [--models FOLDER]
// The whole agent on rows of `python -m policy.eval_sets` with other weights in the score (src/agent/rerank.ts). The models are
// asked once: the same samples and the same rewards are put in order again for each pair of weights.

/** What was computed for an input before is not computed again. */
const remembered = <Out>(): ((key: unknown, make: () => Promise<Out>) => Promise<Out>) => {
  const made = new Map<string, Promise<Out>>()
  return (key, make) => {
    const text = JSON.stringify(key)
    const found = made.get(text) ?? make()
    made.set(text, found)
    return found
  }
}

const allOf = async <One>(some: AsyncIterable<One>): Promise<readonly One[]> => {
  const all: One[] = []
  for await (const one of some) all.push(one)
  return all
}

const samplesOnce = (model: LanguageModel): LanguageModel => {
  const once = remembered<readonly Sample[]>()
  return {
    id: model.id,
    contextTokens: model.contextTokens,
    countTokens: (text) => model.countTokens(text),
    sample: async function* (request) {
      yield* await once(request, () => allOf(model.sample(request)))
    },
  }
}

const scoresOnce = (model: RewardModel): RewardModel => {
  const scores = remembered<Awaited<ReturnType<RewardModel['score']>>>()
  const kinds = remembered<Awaited<ReturnType<RewardModel['factSeeking']>>>()
  return {
    id: model.id,
    score: (rows, rules) => scores([rows, rules], () => model.score(rows, rules)),
    factSeeking: (dialogue) => kinds(dialogue, () => model.factSeeking(dialogue)),
  }
}

const readingsOnce = (reader: Reader): Reader => {
  const asked = remembered<number>()
  const readings = remembered<Awaited<ReturnType<Reader['read']>>>()
  const judged = remembered<Awaited<ReturnType<Reader['judge']>>>()
  return {
    id: reader.id,
    asks: (dialogue) => asked(dialogue, () => reader.asks(dialogue)),
    read: (dialogue, passages) =>
      readings([dialogue, passages], () => reader.read(dialogue, passages)),
    judge: (dialogue, replies) =>
      judged([dialogue, replies], () => reader.judge(dialogue, replies)),
  }
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    agreement: { type: 'string', default: '0,0.45' },
    likelihood: { type: 'string', default: '0,1,2,3' },
    threads: { type: 'string', default: '0' },
    models: { type: 'string' },
  },
})
if (values.rows === undefined) throw new Error('--rows names a file')
const { threads, models: folder } = values
const config = readConfig(process.env, { threads, models: folder, logLevel: 'silent' })
const loader = await createModelLoader(config, ['language-model', 'reward', 'reader', 'index'])
const { languageModel, rewardModel, reader, encoder } = (await loader.load()) as Models
const deps: Omit<AgentDeps, 'settings'> = {
  languageModel: samplesOnce(languageModel),
  rewardModel: scoresOnce(rewardModel),
  reader: readingsOnce(reader),
  source: combineSources([]),
  takeEvidence: (given, dialogue, signal) => takeGivenEvidence(encoder, given, dialogue, signal),
}
const rows = await readRows(values.rows)
const rules = await readRuleFolder(join(packageRoot, 'rules'))
const numbers = (list: string): readonly number[] => list.split(',').map(Number)

console.log('| agreement | likelihood | set | n | holds the answer | abstains | fits |')
console.log('|---|---|---|---|---|---|---|')
for (const agreement of numbers(values.agreement))
  for (const likelihood of numbers(values.likelihood)) {
    const agent = createAgent({ ...deps, settings: { ...DEFAULT_SETTINGS, agreement, likelihood } })
    const answered: Answered[] = []
    for (const row of rows)
      answered.push(await answer(agent, rules, row, DEFAULT_SETTINGS.candidates))
    for (const set of new Set(rows.map((row) => row.set))) {
      const own = answered.filter(({ row }) => row.set === set)
      const asked = own.filter(({ row }) => row.answers !== undefined)
      const said = own.filter(({ row }) => row.fits !== undefined)
      const shares = [asked.map(holds), own.map(abstained), said.map(fits)].map(shareOf)
      console.log(`| ${[agreement, likelihood, set, own.length, ...shares].join(' | ')} |`)
    }
  }
await loader.close()
