import { AppError } from '../../spec/errors.ts'
import type { Rule } from '../../spec/rule.ts'
import type { StoredDialogue } from '../../store/store.ts'
import type { TurnDeps, TurnInput } from './turn.ts'

type Asking = Pick<TurnInput, 'request' | 'tenant'> & {
  readonly stored: StoredDialogue | undefined
}

/**
 * The rules that the turn names, else those of the set that it or its dialogue names, else all. A
 * tenant's own set holds always: what is named can only add to it. Throws TENANT_RULES where an added
 * rule would replace one of the set.
 */
export const chooseRules = (
  book: TurnDeps['rules'],
  { request: { rules, ruleSet }, stored, tenant }: Asking,
): readonly Rule[] => {
  if (rules !== undefined && ruleSet !== undefined) {
    const message = 'goes without rules: one of the two'
    const details = [{ path: 'ruleSet', message }]
    throw new AppError('INVALID_REQUEST', `ruleSet: ${message}`, { details })
  }
  const set = ruleSet ?? ruleSetOf(stored)
  if (tenant === undefined) {
    return rules !== undefined || set === undefined ? book.resolve(rules) : book.resolveSet(set)
  }
  const own = book.resolveSet(tenant.ruleSet)
  const named = rules ?? (set === undefined ? [] : book.resolveSet(set))
  return book.resolve([...own, ...named.filter((one) => !isAmong(own, one))])
}

/** By its id, or as the same rule of another set. */
const isAmong = (own: readonly Rule[], one: string | Rule): boolean => {
  const id = typeof one === 'string' ? one : one.id
  const kept = own.find((rule) => rule.id === id)
  if (kept === undefined) return false
  if (typeof one === 'string' || one === kept) return true
  throw new AppError('TENANT_RULES', `The rule ${id} is of the key's own rule set.`)
}

const ruleSetOf = (stored: StoredDialogue | undefined): string | undefined =>
  stored?.turns.findLast((turn) => turn.ruleSet !== undefined)?.ruleSet
