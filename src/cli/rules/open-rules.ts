import { join } from 'node:path'
import { openRuleBook, type RuleBook } from '../../rules/rule-book.ts'
import type { Config } from '../../server/config.ts'
import { packageRoot } from '../../server/package-root.ts'
import { makeFolder } from '../../store/make-folder.ts'

/** The rules in force, without any model. */
export const openRules = (config: Pick<Config, 'rules'>): Promise<RuleBook> =>
  openRuleBook({ builtInFolder: join(packageRoot, 'rules'), ownFolder: config.rules, makeFolder })
