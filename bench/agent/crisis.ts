import { readFileSync } from 'node:fs'
import { findCrisis } from '../../src/agent/crisis/find-crisis.ts'
import type { Dialogue } from '../../src/spec/turn.ts'
import { printRows, type Row } from '../lib/row.ts'
import { shareOf } from '../lib/share.ts'

// How much talk of a crisis is recognised, and how often other talk is taken for it: npx tsx bench/agent/crisis.ts [FILE…]
// Of further files, each line is an innocent turn: text, or JSON with text, question or dialogue.

type Written = {
  readonly text: string
  readonly context?: Dialogue
  readonly crisis: boolean
  readonly part: 'train' | 'measure'
}

const isFound = (text: string, context: Dialogue = []): boolean =>
  findCrisis([...context, { participant: 'user', text }]) !== undefined

const linesOf = (file: string | URL): readonly string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')

/** The last turn of the user in one line of a file of innocent turns. */
const innocentOf = (line: string): string => {
  if (!line.startsWith('{')) return line
  const { text, question, dialogue } = JSON.parse(line) as {
    text?: string
    question?: string
    dialogue?: Dialogue
  }
  return text ?? question ?? dialogue?.at(-1)?.text ?? ''
}

const tell = (name: string, hits: readonly boolean[]): void =>
  console.log(
    `${name.padEnd(48)} ${hits.filter(Boolean).length}/${hits.length} ${shareOf(hits, 4)}`,
  )

const written = linesOf(new URL('../../training/written/crisis.jsonl', import.meta.url)).map(
  (line) => JSON.parse(line) as Written,
)
const hitsOf = (part: Written['part'], crisis: boolean): readonly boolean[] =>
  written
    .filter((row) => row.part === part && row.crisis === crisis)
    .map(({ text, context }) => isFound(text, context))

export const run = (): Promise<Row[]> => {
  const percent = (hits: readonly boolean[]): number =>
    (100 * hits.filter(Boolean).length) / hits.length
  return Promise.resolve([
    { name: 'talk of a crisis recognised', value: percent(hitsOf('measure', true)), unit: '%' },
    { name: 'other talk taken for it', value: percent(hitsOf('measure', false)), unit: '%' },
  ])
}

if (import.meta.filename === process.argv[1]) {
  printRows(await run())
  for (const part of ['train', 'measure'] as const) {
    tell(`recognised, ${part}`, hitsOf(part, true))
    tell(`false alarms, ${part}`, hitsOf(part, false))
  }
  for (const file of process.argv.slice(2))
    tell(
      `false alarms, ${file}`,
      linesOf(file).map((line) => isFound(innocentOf(line))),
    )
}
