import { readSettings } from '../settings.ts'
import { renderTable } from '../table.ts'
import { openRules } from './open-rules.ts'

export const listRules = async ({
  json,
  ...flags
}: { readonly json?: true } & Record<string, unknown>): Promise<void> => {
  const book = await openRules(readSettings(flags))
  const rules = book.all()
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
  const sets = book.sets().map((set) => `set ${set.id}: ${set.rules.map(idOf).join(', ')}\n`)
  const about = sets.length === 0 ? '' : `\n${sets.join('')}`
  process.stdout.write(json === true ? lines.join('') : `${renderTable(head, rows)}\n${about}`)
}

const idOf = (rule: string | { readonly id: string }): string =>
  typeof rule === 'string' ? rule : rule.id
