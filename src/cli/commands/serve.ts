import { Command } from 'commander'
import { addSettings, readSettings } from '../settings.ts'
import { settingsTable } from '../settings-table.ts'

type Flags = { readonly settings?: true } & Record<string, unknown>

export const serveCommand = (): Command => {
  const command = new Command('serve')
    .description('Starts the service. Flags come before variables of the environment.')
    .option('--settings', 'print all settings as a Markdown table, and end')
  return addSettings(command).action(start)
}

const start = async ({ settings, ...flags }: Flags): Promise<void> => {
  if (settings === true) {
    process.stdout.write(settingsTable())
    return
  }
  const config = readSettings(flags)
  const { serve } = await import('../../server/serve.ts')
  await serve(config)
}
