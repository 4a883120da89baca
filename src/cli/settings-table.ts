import { SETTINGS } from '../server/config.ts'

/** The table of docs/configuration.md, in Markdown. */
export const settingsTable = (): string => {
  const rows = SETTINGS.map(({ variable, flag, fallback, help }) => {
    const cells = [`\`${variable}\``, `\`${flag}\``, fallback === '' ? '' : `\`${fallback}\``, help]
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  })
  return ['| variable | flag | default | what it is |', '|---|---|---|---|', ...rows, ''].join('\n')
}
