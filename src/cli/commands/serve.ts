import { Command } from 'commander'
import { addSettings, readSettings } from '../settings.ts'
import { SETTINGS } from '../../server/setup/config.ts'

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

/** The table of docs/configuration.md, in Markdown. */
export const settingsTable = (): string => {
  const rows = SETTINGS.map(({ variable, flag, fallback, allowed, help }) => {
    const cells = [
      `\`${variable}\``,
      `\`${flag}\``,
      fallback === '' ? '' : `\`${fallback}\``,
      allowed,
      help,
    ]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return [
    '| variable | flag | default | allowed | what it is |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}
