import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { contentWords, coverage } from '../../src/spec/text/content-words.ts'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import { indexPaths } from '../../src/search/files/index-paths.ts'
import { createModelLoader } from '../../src/server/setup/load-models.ts'
import { openSearch } from '../../src/server/setup/open-search.ts'
import { readConfig } from '../../src/server/setup/config.ts'
import type { Evidence } from '../../src/spec/evidence.ts'
import { shareOf } from '../lib/share.ts'
import type { Question } from './judge-answer.ts'

// node --import tsx bench/agent/passages.ts --data DIR --set NAME [--documents DIR] --index DIR [--limit N] [--features FILE]
// How often the passage that is put first has all that the key asks for, by the index alone and by the reader; --features writes
// each passage's place and readings, which `python -m reader.order` fits the weights of the order from.

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    documents: { type: 'string' },
    index: { type: 'string' },
    set: { type: 'string' },
    limit: { type: 'string' },
    features: { type: 'string' },
  },
})
const { data, set, index } = values
if (!data || !set || !index) throw new Error('--data, --set and --index are needed')

const holdsAll = ({ must }: Question, { title = '', text }: Evidence): boolean =>
  must.every((pattern) => new RegExp(pattern, 'i').test(`${title}\n${text}`))

const silent = { info: () => undefined, warn: console.error, error: console.error }
const config = readConfig(process.env, {
  data: join(resolve(index), set),
  logLevel: 'silent',
  wikipedia: 'off',
})
const loader = await createModelLoader(config, ['reader', 'index'], silent)
const { reader, encoder } = await loader.load(new AbortController().signal)
if (!reader || !encoder) throw new Error('a model is missing')
const search = await openSearch(config, encoder, undefined)
await indexPaths(search.index, [join(resolve(values.documents ?? data), set)], {})
const [source] = search.sources
if (!source) throw new Error('no source')

const lines = (await readFile(join(data, `${set}.jsonl`), 'utf8')).split('\n').filter(Boolean)
const questions = lines.map((line) => JSON.parse(line) as Question)
const rows: object[] = []
const first: Record<string, boolean[]> = { index: [], reader: [], three: [], any: [] }
for (const question of questions.slice(0, Number(values.limit ?? questions.length))) {
  const dialogue = [
    ...(question.context ?? []),
    { participant: 'user' as const, text: question.question },
  ]
  const before = (question.context ?? []).filter((turn) => turn.participant === 'user').at(-1)
  const query = [before?.text, question.question].filter(Boolean).join(' ')
  const finding = source.find(query, { limit: DEFAULT_SETTINGS.passages })
  let step = await finding.next()
  while (!step.done) step = await finding.next()
  const { evidence } = step.value
  const readings = await reader.read(dialogue, evidence)
  const asked = contentWords(query)
  const read = evidence.map((one, place) => {
    const { answers = 0, parts = [] } = readings[place] ?? {}
    const covered = coverage(asked, contentWords(`${one.title ?? ''} ${one.text}`))
    const titled = coverage(asked, contentWords(one.title ?? ''))
    const holds = question.gold.length > 0 && holdsAll(question, one)
    const isGold = question.gold.some((file) => decodeURIComponent(one.url ?? '').includes(file))
    const { title = '', text } = one
    const shares = { covered, titled }
    return { place, answers, where: Math.max(0, ...parts), ...shares, holds, isGold, title, text }
  })
  const { id, kind, question: text } = question
  rows.push(...read.map((one) => ({ id, kind, question: text, ...one })))
  if (question.gold.length === 0) continue
  const ordered = read.toSorted((a, b) => b.answers - a.answers)
  first['index']?.push(read[0]?.holds ?? false)
  first['reader']?.push(ordered[0]?.holds ?? false)
  first['three']?.push(ordered.slice(0, 3).some(({ holds }) => holds))
  first['any']?.push(read.some(({ holds }) => holds))
}
for (const [name, found] of Object.entries(first)) console.log(set, name, shareOf(found))
if (values.features)
  await writeFile(values.features, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
await search.close()
await loader.close()
