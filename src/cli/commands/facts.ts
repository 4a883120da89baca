import { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { checkFacts, factShare, type CheckedFact } from '../../facts/measure-facts.ts'
import { textSchema } from '../../spec/turn.ts'
import { showRate } from '../jsonl/show-rate.ts'
import { addSettings, readSettings } from '../settings.ts'
import { renderTable } from '../table.ts'
import { withServices } from '../with-services.ts'

const rowSchema = z.object({
  question: z.string().default(''),
  reply: textSchema,
  passages: z.array(z.object({ text: textSchema, title: z.string().optional() })),
})

export const factsCommand = (): Command => {
  const command = new Command('facts')
    .description(
      'Cuts replies into facts and checks each against all passages of its document: the share that is\n' +
        'supported, with a 95 % interval. Rows are JSON lines { question?, reply, passages: [{ text, title? }] }.',
    )
    .argument('<file...>', 'a line of the table each, such as before and after')
    .option('--json', 'as JSON lines, a reply each, with its facts')
  return addSettings(command, ['data', 'models', 'device', 'threads']).action(measure)
}

const measure = async (
  paths: readonly string[],
  { json, ...flags }: { readonly json?: true } & Record<string, unknown>,
): Promise<void> => {
  const files = await Promise.all(
    paths.map(async (path) => {
      const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
      return { path, rows: lines.map((line) => rowSchema.parse(JSON.parse(line))) }
    }),
  )
  const measured = await withServices(
    readSettings(flags),
    ['reward'],
    async ({ rewardModel }, signal) => {
      const rate = showRate(
        process.stderr.isTTY,
        files.reduce((sum, { rows }) => sum + rows.length, 0),
      )
      const all: { path: string; checked: (readonly CheckedFact[])[] }[] = []
      for (const { path, rows } of files) {
        const checked: (readonly CheckedFact[])[] = []
        for (const row of rows) {
          const facts = await checkFacts(rewardModel, row, signal)
          checked.push(facts)
          if (json === true)
            process.stdout.write(`${JSON.stringify({ reply: row.reply, facts })}\n`)
          rate.count(false)
        }
        all.push({ path, checked })
      }
      rate.end()
      return all
    },
  )
  if (json === true) return
  const rows = measured.map(({ path, checked }) => {
    const { replies, facts, share, interval } = factShare(checked)
    const [low, high] = interval
    const range = `${low.toFixed(3)} to ${high.toFixed(3)}`
    return [path, String(replies), String(facts), share.toFixed(3), range]
  })
  const head = ['rows', 'replies', 'facts', 'supported', '95 %']
  process.stdout.write(`${renderTable(head, rows)}\n`)
}
