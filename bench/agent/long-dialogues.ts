import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Agent } from '../../src/agent/agent.ts'
import { answerOnce } from '../../src/agent/answer-once.ts'
import { compose } from '../../src/server/setup/compose.ts'
import { readConfig } from '../../src/server/setup/config.ts'
import type { Evidence } from '../../src/spec/evidence.ts'
import type { EvidenceSource } from '../../src/spec/evidence-source.ts'
import type { Reply } from '../../src/spec/reply.ts'
import type { Dialogue, Turn } from '../../src/spec/turn.ts'
import { percentile } from '../lib/percentile.ts'

// node --import tsx bench/agent/long-dialogues.ts [--rounds 5] [--pairs 40] [--characters 30000]
// What a turn of a long dialogue, and a long turn, take beside a dialogue's first short turn of the same minute. Searches
// find the same 24 passages of docs/ each time, so that what is measured is the agent alone.

const PASSAGES = 24
const CANDIDATES = 8
const SPOKEN = 300

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    pairs: { type: 'string', default: '40' },
    characters: { type: 'string', default: '30000' },
  },
})
const rounds = Number(values.rounds)
const pairs = Number(values.pairs)
const characters = Number(values.characters)

const docs = (
  await Promise.all(
    ['operations', 'rewards', 'search', 'embedding', 'models'].map((name) =>
      readFile(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8'),
    ),
  )
).join('\n\n')
const paragraphs = docs
  .split(/\n{2,}/u)
  .map((text) => text.replaceAll(/\s+/gu, ' ').trim())
  .filter((text) => /^[A-Z]/u.test(text) && text.length >= 120)

const evidence: readonly Evidence[] = paragraphs.slice(0, PASSAGES).map((text, i) => ({
  id: `passage-${i}`,
  source: 'bench',
  title: 'Documentation',
  text: text.slice(0, 500),
}))
const source: EvidenceSource = {
  id: 'bench',
  async *find() {
    yield await Promise.resolve({ type: 'search-results' as const, results: [] })
    return { evidence, failures: [] }
  },
  health: () => ({ id: 'bench', status: 'ok', detail: '' }),
}

const user = (text: string): Turn => ({ participant: 'user', text })

/** Paragraphs of the documentation as replies to questions on their first words; `id` sets it apart from all others. */
const longDialogue = (id: number, length: number): Dialogue =>
  Array.from({ length }, (_, i) => {
    const text = paragraphs[(i + 7 * id) % paragraphs.length] ?? ''
    const topic = text.split(' ').slice(0, 8).join(' ')
    return [
      user(`${id}: what do you know of "${topic}"?`),
      { participant: 'agent' as const, text: text.slice(0, SPOKEN) },
    ]
  }).flat()

const dataDir = await mkdtemp(join(tmpdir(), 'dunnock-bench-'))
const silent = { info: () => undefined, warn: console.error, error: console.error }
const config = readConfig({}, { data: dataDir, logLevel: 'silent', wikipedia: 'off' })
const services = await compose(config, silent, {
  indexing: false,
  only: ['language-model', 'reward', 'reader', 'index'],
  sources: [source],
})
await services.whenReady()

const answer = async (agent: Agent, dialogue: Dialogue) => {
  const began = performance.now()
  const options = { candidates: CANDIDATES, seed: 1, search: 'always' as const }
  const reply = await answerOnce(agent, { dialogue, rules: services.rules.all(), options })
  return { took: performance.now() - began, reply }
}

const KINDS = ['first', 'whole', 'again', 'next', 'long', 'after-long'] as const
type Kind = (typeof KINDS)[number]
const WORDS: Record<Kind, string> = {
  first: 'the first turn, short',
  whole: `a turn after ${pairs} pairs, none of them read yet`,
  again: 'the same turn again',
  next: 'the next turn of that dialogue',
  long: `a turn of ${characters} characters`,
  'after-long': 'the turn after it',
}
const taken = new Map<Kind, { took: number; reply: Reply }[]>(KINDS.map((kind) => [kind, []]))
const measure = async (kind: Kind, dialogue: Dialogue): Promise<Dialogue> => {
  const one = await answer(services.agent, dialogue)
  taken.get(kind)?.push(one)
  console.error(`${WORDS[kind]}: ${Math.round(one.took)} ms`)
  return [...dialogue, { participant: 'agent', text: one.reply.text }]
}

await answer(services.agent, [user('How many turns are answered at once?')])
for (let round = 0; round < rounds; round += 1) {
  const question = user(`How does number ${round} keep its dialogues?`)
  await measure('first', [question])
  const whole = [...longDialogue(round, pairs), question]
  let dialogue = await measure('whole', whole)
  await measure('again', whole)
  for (const next of ['And how are they backed up?', 'Where is that set?', 'What if it fails?'])
    dialogue = await measure('next', [...dialogue, user(next)])
  const pasted = `${round} ${docs}`.slice(0, characters)
  const after = await measure('long', [user(`${pasted}\n\nHow are dialogues kept?`)])
  await measure('after-long', [...after, user('And how are they backed up?')])
}
await services.close()
await rm(dataDir, { recursive: true, force: true })

const first = percentile(
  (taken.get('first') ?? []).map(({ took }) => took),
  0.5,
)
for (const kind of KINDS) {
  const own = taken.get(kind) ?? []
  const times = own.map(({ took }) => took)
  const [median, most] = [percentile(times, 0.5), percentile(times, 1)]
  const middle = own.find(({ took }) => took === median)?.reply
  const stages = Object.entries(middle?.timings ?? {}).map(
    ([name, ms]) => `${name} ${Math.round(ms)}`,
  )
  const { turns = 0, characters: cut = 0 } = middle?.dropped ?? {}
  console.log(
    `${WORDS[kind].padEnd(48)} ${Math.round(median)} ms, at most ${Math.round(most)}; ${(median / first).toFixed(2)} times the first; ` +
      `dropped ${turns} turns, ${cut} characters; ${stages.join(', ')}`,
  )
}
console.log(`${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`)
