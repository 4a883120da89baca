import { join } from 'node:path'
import { readRule } from '../../rules/read-rule-file.ts'
import { readSettings } from '../settings.ts'
import { openRules } from './open-rules.ts'

/** A running service follows the folder, so that there is nothing to tell it. */
export const addRule = async (file: string, flags: Record<string, unknown>): Promise<void> => {
  const config = readSettings(flags)
  const book = await openRules(config)
  const rule = await readRule(file)
  const replaces = book.all().some(({ id }) => id === rule.id)
  await book.put(rule)
  process.stdout.write(
    `${rule.id} is ${replaces ? 'replaced' : 'added'}: ${join(config.rules, `${rule.id}.yaml`)}\n` +
      `Test it with: dunnock rules test ${rule.id}\n`,
  )
}
