import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { printRows, type Row } from './lib/row.ts'
import { freePort, startService, until } from './start-service.ts'

// node --import tsx bench/crowd.ts [8|50] [seconds], after `npm run build`: one caller keeps so many turns in flight,
// and a second one asks one after the other. What either of them gets.

const FLIGHT = Number(process.argv[2] ?? 50)
const SECONDS = Number(process.argv[3] ?? 30)
const KEYS = { greedy: 'key-of-the-greedy', modest: 'key-of-the-modest' }
const TURN = {
  text: 'When does the library open on Sunday?',
  evidence: [{ text: 'The library is open from 9 to 18. On Sunday the library opens at 11.' }],
  candidates: 4,
}

type Answer = { readonly status: number; readonly ms: number; readonly retryAfter: number }

const dataDir = await mkdtemp(join(tmpdir(), 'dunnock-crowd-'))
await mkdir(join(dataDir, 'rules', 'sets'), { recursive: true })
await writeFile(join(dataDir, 'rules', 'sets', 'modest.yaml'), 'id: modest\nrules: [make-sense]')
const port = await freePort()
const service = startService(port, dataDir, {
  DUNNOCK_API_KEY: KEYS.greedy,
  DUNNOCK_TENANTS: `modest=${KEYS.modest}`,
  DUNNOCK_RATE_LIMIT: '0',
  DUNNOCK_DOCUMENTS: join(dataDir, 'rules'),
})
const url = `http://127.0.0.1:${port}`

const ask = async (key: string): Promise<Answer> => {
  const began = performance.now()
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const call = { method: 'POST', headers, body: JSON.stringify(TURN) }
  const response = await fetch(`${url}/reply`, call)
  await response.text()
  const retryAfter = Number(response.headers.get('retry-after') ?? 0)
  return { status: response.status, ms: performance.now() - began, retryAfter }
}

/** Turn after turn until the time is up; one who is refused asks again at once, or as told. */
const askOn = async (key: string, until: number, patience: number): Promise<readonly Answer[]> => {
  const answers: Answer[] = []
  while (performance.now() < until) {
    const answer = await ask(key)
    answers.push(answer)
    if (answer.status !== 200) await wait(patience)
  }
  return answers
}

const describe = (who: string, answers: readonly Answer[]): readonly Row[] => {
  const answered = answers.filter(({ status }) => status === 200).map(({ ms }) => ms)
  const refused = answers.filter(({ status }) => status !== 200)
  const told = refused.map(({ retryAfter }) => retryAfter)
  return [
    { name: `${who}: answered in ${SECONDS} s`, value: answered.length, unit: 'turns' },
    { name: `${who}: refused`, value: refused.length, unit: 'turns' },
    { name: `${who}: a turn, median`, value: median(answered), unit: 'ms' },
    { name: `${who}: told to come back after, median`, value: median(told), unit: 's' },
  ]
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

try {
  await until(`${url}/ready`, () => true)
  for (let n = 0; n < 3; n += 1) await ask(KEYS.modest)
  const end = performance.now() + SECONDS * 1_000
  const greedy = Array.from({ length: FLIGHT }, () => askOn(KEYS.greedy, end, 200))
  await wait(500)
  const modest = await askOn(KEYS.modest, end, 1_000)
  printRows(describe('the second caller', modest))
  printRows(describe(`the first, with ${FLIGHT} in flight`, (await Promise.all(greedy)).flat()))
} finally {
  service.kill()
  if (service.exitCode === null) await once(service, 'exit')
  await rm(dataDir, { recursive: true, force: true })
}
