import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { answerOnce } from '../../src/agent/answer-once.ts'
import { indexPaths } from '../../src/search/files/index-paths.ts'
import { compose } from '../../src/server/setup/compose.ts'
import { readConfig } from '../../src/server/setup/config.ts'
import type { Services } from '../../src/server/setup/services.ts'
import type { Reply } from '../../src/spec/reply.ts'
import { isRight, judgeAnswer, type Question, type Verdict } from './judge-answer.ts'
import { shareOf } from '../lib/share.ts'

// npm run bench:answers -- --data DIR [--documents DIR] [--index DIR] [--limit N] [--candidates 8] [--out FILE] [--features FILE]
// The whole agent on questions with keys: DIR/NAME.jsonl, asked of the documents in DIR/NAME (or in NAME of --documents). --index
// keeps the indexes for the next run; --out writes the replies; --features writes every candidate's scores and whether it is right,
// which `python -m reader.claim` fits the weights of a claim from.

type Answered = { readonly question: Question; readonly reply: Reply; readonly verdict: Verdict }

const STAGES = ['searched', 'found', 'read', 'best', 'right', 'wrong', 'silent', 'helpful'] as const

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    documents: { type: 'string' },
    index: { type: 'string' },
    limit: { type: 'string' },
    candidates: { type: 'string', default: '8' },
    out: { type: 'string' },
    features: { type: 'string' },
    set: { type: 'string', multiple: true },
  },
})
if (values.data === undefined) throw new Error('--data names a folder')
const folder = resolve(values.data)

const openServices = async (set: string): Promise<Services> => {
  const data = values.index
    ? join(resolve(values.index), set)
    : await mkdtemp(join(tmpdir(), 'answers-'))
  const settings = { data, logLevel: 'silent', wikipedia: 'off' }
  const silent = { info: () => undefined, warn: console.error, error: console.error }
  const config = readConfig(process.env, settings)
  const services = await compose(config, silent, {
    indexing: false,
    only: ['language-model', 'reward', 'reader', 'index'],
  })
  await services.whenReady()
  const documents = join(resolve(values.documents ?? folder), set)
  await indexPaths(services.documents, [documents], {})
  return services
}

const answer = async (services: Services, question: Question): Promise<Reply> => {
  const dialogue = [
    ...(question.context ?? []),
    { participant: 'user' as const, text: question.question },
  ]
  return answerOnce(services.agent, {
    dialogue,
    rules: services.rules.all(),
    options: {
      candidates: Number(values.candidates),
      seed: 1,
      include: ['candidates', 'evidence'],
    },
  })
}

const featuresOf = ({ question, reply }: Answered): readonly object[] =>
  (reply.candidates ?? []).flatMap(({ text, scorecard, evidenceIds }) => {
    const { answers, judged, read, support, standing, likelihood, preference, rules } = scorecard
    if (judged === undefined) return []
    const right = question.gold.length > 0 && isRight(question, text)
    const least = Math.min(1, ...Object.values(rules))
    const scores = { answers, judged, read, support, standing, likelihood, preference, least }
    const { title = '', text: evidence } = reply.evidence.find(
      ({ id: one }) => one === evidenceIds[0],
    ) ??
      reply.evidence[0] ?? { text: '' }
    const { id, kind, question: asked, context = [] } = question
    return [{ id, kind, context, asked, title, evidence, text, right, ...scores }]
  })

const tableOf = (name: string, answered: readonly Answered[]): string => {
  const asked = answered.filter(({ question }) => question.gold.length > 0)
  const other = answered.filter(({ question }) => question.gold.length === 0)
  const shares = STAGES.map((stage) => shareOf(asked.map(({ verdict }) => verdict[stage])))
  const declined = shareOf(other.map(({ verdict }) => verdict.silent))
  return `| ${[name, `${asked.length} + ${other.length}`, ...shares, declined].join(' | ')} |`
}

const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).toSorted()
const all: Answered[] = []
console.log(`| set | n | ${STAGES.join(' | ')} | declined |`)
console.log(`|---|---|${STAGES.map(() => '---|').join('')}---|`)
for (const file of files) {
  const set = basename(file, '.jsonl')
  if (values.set && !values.set.includes(set)) continue
  const lines = (await readFile(join(folder, file), 'utf8')).split('\n').filter((line) => line)
  const questions = lines.map((line) => JSON.parse(line) as Question)
  const services = await openServices(set)
  const answered: Answered[] = []
  for (const question of questions.slice(0, Number(values.limit ?? questions.length))) {
    const reply = await answer(services, question)
    answered.push({ question, reply, verdict: judgeAnswer(question, reply) })
  }
  await services.close()
  console.log(tableOf(set, answered))
  all.push(...answered)
}
console.log(tableOf('all', all))
for (const kind of [...new Set(all.map(({ question }) => question.kind))].toSorted()) {
  console.log(
    tableOf(
      kind,
      all.filter(({ question }) => question.kind === kind),
    ),
  )
}
const toLines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('')
if (values.out !== undefined)
  await writeFile(
    values.out,
    toLines(all.map(({ question, reply, verdict }) => ({ ...question, verdict, reply }))),
  )
if (values.features !== undefined)
  await writeFile(values.features, toLines(all.flatMap(featuresOf)))
