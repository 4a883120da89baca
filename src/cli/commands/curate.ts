import { Command } from 'commander'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { applyDecisions, decisionSchema, keyOf, type Decision } from '../../curating/decide.ts'
import { renderReviewPage } from '../../curating/review-page.ts'
import { curatedRowSchema, type CuratedRow } from '../../curating/row.ts'
import { createModelLoader } from '../../server/setup/load-models.ts'
import { AppError } from '../../spec/errors.ts'
import { chooseRows, describeChoice } from '../curate/choose-rows.ts'
import { reviewRows } from '../curate/review-rows.ts'
import { watchInterruptions } from '../interruption.ts'
import { addSettings, readSettings } from '../settings.ts'
import { readCount } from '../rules/read-count.ts'

type Flags = {
  readonly count: string
  readonly shortest: string
  readonly longest: string
  readonly page?: string
  readonly review?: true
  readonly decisions?: string
} & Record<string, unknown>

export const curateCommand = (): Command => {
  const command = new Command('curate')
    .description(
      'Chooses rows to learn from: leaves out what is wrong in form, first person, too short or long, and what\n' +
        'repeats another; takes what is least alike. Rows are those of `dunnock export sft`; writes the chosen\n' +
        'ones on stdout. With --review or --page, a person keeps, mends or drops each.',
    )
    .argument('<file...>', 'files of JSON lines')
    .option('--count <number>', 'at most so many', '1000')
    .option('--shortest <characters>', 'of a reply', '20')
    .option('--longest <characters>', 'of a reply', '1200')
    .option('--review', 'asks of each row in the terminal; needs --decisions')
    .option('--decisions <file>', 'what was decided: only what was kept or mended is written')
    .option('--page <file>', 'writes a page to review the rows on, which saves such a file')
  return addSettings(command, ['models', 'device', 'threads']).action(curate)
}

const curate = async (paths: readonly string[], flags: Flags): Promise<void> => {
  const { count, shortest, longest, page, review, decisions: decided, ...settings } = flags
  const signal = watchInterruptions()
  const options = {
    count: readCount('count', count, 1),
    shortest: readCount('shortest', shortest, 0),
    longest: readCount('longest', longest, 1),
  }
  if (review === true && decided === undefined)
    throw new AppError(
      'CONFIG_INVALID',
      '--review needs --decisions FILE, which keeps what is decided.',
    )
  const rows = (await Promise.all(paths.map((path) => readLines(path, curatedRowSchema)))).flat()
  const loader = await createModelLoader(readSettings(settings), ['index'])
  try {
    const { encoder } = await loader.load(signal)
    if (encoder === undefined) throw new Error('a loader without its encoder: this is a bug')
    const choice = await chooseRows(rows, { ...options, encoder, signal })
    process.stderr.write(describeChoice(choice))
    if (page !== undefined) await writeFile(page, renderReviewPage(choice.rows))
    const before = decided === undefined ? [] : await readDecisions(decided)
    const made = review === true ? await reviewAll(choice.rows, before, decided ?? '') : before
    const left = decided === undefined ? choice.rows : applyDecisions(choice.rows, made, 'drop')
    for (const row of left) process.stdout.write(`${JSON.stringify(row)}\n`)
  } finally {
    await loader.close()
  }
}

const reviewAll = async (
  rows: readonly CuratedRow[],
  before: readonly Decision[],
  path: string,
): Promise<readonly Decision[]> => {
  const made = [...before]
  const done = new Set(before.map(({ key }) => key))
  const input = createInterface({ input: process.stdin })
  // By lines, since a pipe has all of them at once, and one that is asked for later is lost to a question.
  const lines = input[Symbol.asyncIterator]()
  try {
    await reviewRows(
      rows.filter((row) => !done.has(keyOf(row))),
      {
        ask: async (question) => {
          process.stderr.write(question)
          const { done: isOver, value } = await lines.next()
          return isOver === true ? undefined : value
        },
        write: (text) => void process.stderr.write(text),
        onDecision: async (decision) => {
          made.push(decision)
          await appendFile(path, `${JSON.stringify(decision)}\n`)
        },
      },
    )
  } finally {
    input.close()
  }
  return made
}

const readDecisions = (path: string): Promise<readonly Decision[]> =>
  readLines(path, decisionSchema).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })

const readLines = async <Row>(path: string, schema: z.ZodType<Row>): Promise<readonly Row[]> => {
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      return [schema.parse(JSON.parse(line))]
    } catch (cause) {
      const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : 'not well-formed JSON'
      throw new AppError('INVALID_REQUEST', `${path}:${at + 1}: ${reason}`, { cause })
    }
  })
}
