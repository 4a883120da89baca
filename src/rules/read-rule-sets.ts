import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../spec/errors.ts'
import { ruleIdSchema, ruleSchema, type Rule } from '../spec/rule.ts'
import { checkRuleSet } from './check-rule-set.ts'
import { parseNamed, yamlFilesOf } from './read-rule-file.ts'

const ruleSetSchema = z.strictObject({
  id: ruleIdSchema,
  /** Ids of rules in force, or whole rules that this set alone has. */
  rules: z.array(z.union([ruleIdSchema, ruleSchema])).max(100),
})

/** Rules that are in force together under a name, for the dialogues or the tenant that it is given to. */
export type RuleSet = { readonly id: string; readonly rules: readonly (string | Rule)[] }

/** All sets of a folder by name; none where the folder does not exist. Throws INVALID_RULE_SET. */
export const readRuleSets = async (folder: string): Promise<readonly RuleSet[]> =>
  Promise.all(
    (await yamlFilesOf(folder)).map(async (path) =>
      parseNamed(ruleSetSchema, await readFile(path, 'utf8'), path),
    ),
  )

/** Throws INVALID_RULE_SET where a set names a rule that there is not, or rules that contradict each other. */
export const checkRuleSets = (sets: readonly RuleSet[], rules: ReadonlyMap<string, Rule>): void => {
  for (const set of sets) {
    try {
      checkRuleSet(rulesOfSet(set, rules))
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new AppError('INVALID_RULE_SET', `The rule set ${set.id}: ${reason}`, { cause })
    }
  }
}

/** The rules themselves. Throws RULE_NOT_FOUND. */
export const rulesOfSet = (
  { rules: wanted }: Pick<RuleSet, 'rules'>,
  rules: ReadonlyMap<string, Rule>,
): readonly Rule[] =>
  wanted.map((one) => {
    if (typeof one !== 'string') return one
    const rule = rules.get(one)
    if (rule !== undefined) return rule
    throw new AppError('RULE_NOT_FOUND', `There is no rule with the id ${one}.`)
  })
