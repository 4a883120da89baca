import { join } from 'node:path'
import { openRuleBook, type RuleBook } from '../rules/rule-book.ts'
import type { Config } from '../server/setup/config.ts'
import { packageRoot } from '../server/setup/package-root.ts'

/** The rules in force, without any model. */
export const openRules = (config: Pick<Config, 'rules'>): Promise<RuleBook> =>
  openRuleBook({ builtInFolder: join(packageRoot, 'rules'), ownFolder: config.rules })
