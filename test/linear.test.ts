import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { analyse } from 'scslre'
import t from 'tap'
import { ABOUT_PATTERNS, INJECTION_PATTERNS } from '../src/search/screen/injection-patterns.ts'
import { exemptFunctions } from './helpers/exempt-functions.ts'
import { FED } from './helpers/fed-functions.ts'
import { LENGTH } from './helpers/hostile-texts.ts'
import { FOLDERS, foreignFunctions, patternsIn } from './helpers/foreign-functions.ts'

t.setTimeout(900_000)

// Of the processor's time: ten seconds for a million characters. What takes the square of the length needs minutes.
const MOST_MS = Math.max(4_000, LENGTH / 100)
// Of the clock's, for all functions of a folder: a child that is still at work then is ended.
const PATIENCE_MS = 400_000

void t.test('every function that takes a text is fed, or exempt for a reason', (t) => {
  const known = [...Object.keys(FED), ...exemptFunctions()].toSorted()
  t.strictSame(known, [...foreignFunctions()].toSorted())
  t.end()
})

void t.test('no pattern begins anew at every character of a run', (t) => {
  const rules = [...INJECTION_PATTERNS, ...ABOUT_PATTERNS].map(
    ({ pattern: { source, flags } }) => ({
      file: 'search/screen/injection-patterns.ts',
      source,
      flags,
    }),
  )
  for (const { file, source, flags } of [...patternsIn(), ...rules]) {
    const { reports } = analyse({ source, flags })
    t.equal(reports.length, 0, `${file}: ${source.slice(0, 60)}`)
  }
  t.end()
})

const feed = async (folder: string): Promise<readonly string[]> => {
  const file = fileURLToPath(new URL('./helpers/feed-child.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import=tsx', file, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  })
  let said = ''
  for await (const chunk of child.stdout) said += String(chunk)
  return said.split('\n').filter((line) => line !== '')
}

for (const folder of FOLDERS) {
  void t.test(`hostile text takes the functions of ${folder} seconds at most`, async (t) => {
    const meals = await feed(folder)
    const slow = meals.filter((line) => !(Number(line.split('\t')[1] ?? 0) <= MOST_MS))
    t.strictSame(slow, [])
    t.equal(meals.at(-1), 'done')
  })
}
