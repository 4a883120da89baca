import { AppError } from '../spec/errors.ts'
import type { Rule } from '../spec/rule.ts'

type Checked = Pick<Rule, 'id' | 'text' | 'examples'>

/**
 * Refuses rules that can't be in force together: an id twice, one text under two ids, a text and its
 * negation, and an example that is both kept and broken. Throws INVALID_RULE_SET naming the rules.
 */
export const checkRuleSet = (rules: readonly Checked[]): void => {
  const ids = new Set<string>()
  const claims = new Map<string, { readonly id: string; readonly negated: boolean }>()
  for (const rule of rules) {
    if (ids.has(rule.id)) throw refused(`The rule ${rule.id} is named twice.`)
    ids.add(rule.id)
    checkExamples(rule)
    const { claim, negated } = readClaim(rule.text)
    const other = claims.get(claim)
    if (other !== undefined) {
      const how = other.negated === negated ? 'say the same' : 'contradict each other'
      throw refused(`The rules ${other.id} and ${rule.id} ${how}: leave one out.`)
    }
    claims.set(claim, { id: rule.id, negated })
  }
}

const checkExamples = ({ id, examples }: Checked): void => {
  const labels = new Map<string, boolean>()
  for (const { user, reply, kept } of examples) {
    const key = JSON.stringify([user, reply])
    if ((labels.get(key) ?? kept) !== kept) {
      throw refused(`The rule ${id} has an example that is kept and broken: "${reply}".`)
    }
    labels.set(key, kept)
  }
}

const NEGATIONS = new Set(['not', 'never', 'no', 'cannot', 'dont', 'doesnt', 'wont', 'mustnt'])
// They come with a negation or an order, and say nothing of their own.
const FILLERS = new Set([
  'do',
  'does',
  'must',
  'should',
  'shall',
  'will',
  'always',
  'the',
  'a',
  'an',
])

/** What a rule demands, without its negations: "Never shout." and "Shout!" make the same claim. */
const readClaim = (text: string): { readonly claim: string; readonly negated: boolean } => {
  const words =
    text
      .toLowerCase()
      .replaceAll(/['’]/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const negations = words.filter((word) => NEGATIONS.has(word)).length
  const bare = words.filter((word) => !NEGATIONS.has(word) && !FILLERS.has(word))
  return {
    // "mentions" after "does not" is "mention".
    claim: bare.map((word) => word.replace(/(?<=..)s$/u, '')).join(' '),
    negated: negations % 2 === 1,
  }
}

const refused = (message: string): AppError => new AppError('INVALID_RULE_SET', message)
