import { once } from 'node:events'
import { Argument, Command } from 'commander'
import { openStore } from '../../store/open-store.ts'
import { EXPORTS } from '../export/exports.ts'
import { watchInterruptions } from '../interruption.ts'
import { addSettings, readSettings } from '../settings.ts'

type Flags = { readonly all?: true; readonly consented?: true } & Record<string, unknown>

export const exportCommand = (): Command => {
  const command = new Command('export')
    .description(
      'Writes what was learned from use as JSON lines on stdout, in the shapes that training reads:\n' +
        '  sft          { source, turns }: corrections, and replies that were liked (or all, with --all)\n' +
        '  comparisons  { turns, evidence, chosen, rejected }: what was compared, and corrections\n' +
        '  rules        { ruleId, turns, reply, kept }: what users reported\n' +
        '  dialogues    whole dialogues, with their replies\n' +
        '  feedback     as it was given',
    )
    .addArgument(new Argument('<what>', 'one of them').choices(Object.keys(EXPORTS)))
    .option(
      '--consented',
      'only dialogues whose user said yes to learning; else those without a no',
    )
    .option('--all', 'sft: every reply that is no abstention and was not disliked')
  return addSettings(command, ['data']).action(exportRows)
}

const exportRows = async (what: string, { all, consented, ...flags }: Flags): Promise<void> => {
  const config = readSettings(flags)
  const signal = watchInterruptions()
  const rowsOf = EXPORTS[what]
  if (rowsOf === undefined) throw new Error('a choice without an export: this is a bug')
  const store = await openStore({ dataDir: config.data })
  let rows = 0
  try {
    for await (const row of rowsOf(store, { all: all === true, consented: consented === true })) {
      signal.throwIfAborted()
      rows += 1
      const line = `${JSON.stringify(row)}\n`
      if (!process.stdout.write(line)) await once(process.stdout, 'drain', { signal })
    }
  } finally {
    await store.close()
  }
  process.stderr.write(`${rows} rows\n`)
}
