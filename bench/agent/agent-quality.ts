import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { compose } from '../../src/server/setup/compose.ts'
import { readConfig } from '../../src/server/setup/config.ts'
import {
  abstained,
  answer,
  fits,
  holds,
  isCited,
  isSentence,
  keepsInstruction,
  type Answered,
} from './judge-reply.ts'
import { readRows } from '../lib/prompt-rows.ts'
import { shareOf } from '../lib/share.ts'

// node --import tsx bench/agent/agent-quality.ts --rows ROWS.jsonl [--candidates 1,2,4,8,16] [--threads 2] [--cited FILE] [--shown FILE]
// The whole agent with the embedded models on rows of `python -m policy.eval_sets`, their snippets given as evidence: a table for
// each number of candidates, and for the last one how right the answers are that come with most confidence; --cited writes what
// was cited, for a judge from outside (`python -m reward.judge`), and --shown the replies of the last number.

const COVERAGES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

type Cited = {
  readonly set: string
  readonly candidates: number
  readonly statement: string
  readonly evidence: string
}

const citedBy = ({ row, reply }: Answered, candidates: number): readonly Cited[] =>
  reply.citations.map(({ start, end, evidenceId }) => ({
    set: row.set,
    candidates,
    statement: reply.text.slice(start, end),
    evidence: reply.evidence.find(({ id }) => id === evidenceId)?.text ?? '',
  }))

const printTable = (answered: readonly Answered[], n: number): void => {
  for (const set of new Set(answered.map(({ row }) => row.set))) {
    const own = answered.filter(({ row }) => row.set === set)
    const claimed = own.filter((one) => !abstained(one))
    const words = own.reduce((sum, { reply }) => sum + reply.text.split(' ').length, 0) / own.length
    const shares = [
      own.map(holds),
      own.map(abstained),
      claimed.map(isCited),
      claimed.map(isSentence),
      own.filter(({ row }) => row.shape !== undefined).map(keepsInstruction),
      own.filter(({ row }) => row.fits !== undefined).map(fits),
    ]
    const cells = [n, set, own.length, ...shares.map((share) => shareOf(share)), words.toFixed(1)]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

/** GopherCite's curve: of the questions answered with most confidence, how many are answered right. */
const printCurve = (answered: readonly Answered[]): void => {
  const confidence = ({ reply }: Answered): number => (reply.abstained ? 0 : reply.scorecard.score)
  const sorted = answered.toSorted((a, b) => confidence(b) - confidence(a))
  console.log('\n| answered, of all | at a score from | right |\n|---|---|---|')
  for (const coverage of COVERAGES) {
    const kept = sorted.slice(0, Math.round(coverage * sorted.length))
    const least = kept.at(-1)
    if (least === undefined || abstained(least)) continue
    console.log(`| ${coverage} | ${confidence(least).toFixed(3)} | ${shareOf(kept.map(holds))} |`)
  }
}

const { values } = parseArgs({
  options: {
    rows: { type: 'string' },
    candidates: { type: 'string', default: '8' },
    threads: { type: 'string', default: '0' },
    models: { type: 'string' },
    cited: { type: 'string' },
    shown: { type: 'string' },
  },
})
if (values.rows === undefined) throw new Error('--rows names a file')
const rows = await readRows(values.rows)
const { threads, models } = values
const silent = { info: () => undefined, warn: console.error, error: console.error }
const services = await compose(
  readConfig(process.env, { threads, models, logLevel: 'silent' }),
  silent,
  {
    indexing: false,
    only: ['language-model', 'reward', 'reader', 'index'],
  },
)
await services.whenReady()
const rules = services.rules.all()
console.log(
  '| candidates | set | n | holds the answer | abstains | every claim cited | full sentence | keeps the instruction | fits | words |',
)
console.log('|---|---|---|---|---|---|---|---|---|---|')
let curve: readonly Answered[] = []
const cited: Cited[] = []
const writeLines = (path: string, lines: readonly object[]): Promise<void> =>
  writeFile(path, lines.map((one) => `${JSON.stringify(one)}\n`).join(''))
for (const n of values.candidates.split(',').map(Number)) {
  const answered: Answered[] = []
  for (const row of rows) answered.push(await answer(services.agent, rules, row, n))
  printTable(answered, n)
  cited.push(...answered.flatMap((one) => citedBy(one, n)))
  curve = answered
}
printCurve(curve)
if (values.cited !== undefined) await writeLines(values.cited, cited)
if (values.shown !== undefined) {
  const shown = curve.map(({ row, reply }) => ({ ...row, reply: reply.text }))
  await writeLines(values.shown, shown)
}
await services.close()
