import { readSettings } from '../settings.ts'
import { renderTable } from '../table.ts'
import { openRules } from './open-rules.ts'

export const listRules = async ({
  json,
  ...flags
}: { readonly json?: true } & Record<string, unknown>): Promise<void> => {
  const rules = (await openRules(readSettings(flags))).all()
  const lines = rules.map((rule) => `${JSON.stringify(rule)}\n`)
  const rows = rules.map(({ id, group, action, threshold, examples, text }) => [
    id,
    group,
    action,
    String(threshold),
    String(examples.length),
    text.replaceAll(/\s+/g, ' ').trim(),
  ])
  const head = ['rule', 'group', 'action', 'threshold', 'examples', 'text']
  process.stdout.write(json === true ? lines.join('') : `${renderTable(head, rows)}\n`)
}
