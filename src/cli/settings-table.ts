import { SETTINGS } from '../server/setup/config.ts'

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
