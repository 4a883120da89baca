import { join } from 'node:path'
import { stringify } from 'yaml'
import { makeFolder } from '../base/make-folder.ts'
import { writeWhole } from '../base/write-whole.ts'
import { AppError } from '../spec/errors.ts'
import type { Rule } from '../spec/rule.ts'
import { checkRuleSet } from './check-rule-set.ts'
import { readRuleFolder } from './read-rule-file.ts'
import {
  forgetRemoved,
  keepRemoved,
  readKept,
  readRemovedIds,
  saveRemovedIds,
} from './removed-rules.ts'
import { checkRuleSets, readRuleSets, rulesOfSet, type RuleSet } from './read-rule-sets.ts'
import { watchFolders } from './watch-folders.ts'

/** The rules in force. What is changed through it is kept in `ownFolder`; the built-in files stay as they are. */
export type RuleBook = {
  all(): readonly Rule[]
  /** Those that were removed, as they were: `put` brings one back. */
  removed(): readonly Rule[]
  /** Undefined stands for all. Throws RULE_NOT_FOUND, or INVALID_RULE_SET where they can't be together. */
  resolve(wanted: readonly (string | Rule)[] | undefined): readonly Rule[]
  sets(): readonly RuleSet[]
  /** Throws RULE_NOT_FOUND, naming the sets that there are. */
  resolveSet(id: string): readonly Rule[]
  /** Throws INVALID_RULE_SET where the rule can't be in force with the others, or within a set. */
  put(rule: Rule): Promise<void>
  /** Throws RULE_NOT_FOUND, or INVALID_RULE_SET where a set names it. */
  remove(id: string): Promise<void>
}

export type RuleBookOptions = {
  readonly builtInFolder: string
  /** Rules, and beside them a folder `sets` of named sets. */
  readonly ownFolder: string
}

const SETS = 'sets'

type InForce = {
  readonly rules: Map<string, Rule>
  readonly removedIds: Set<string>
  readonly removed: Map<string, Rule>
  readonly sets: readonly RuleSet[]
}

/** Own rules replace built-in ones of the same id. Throws INVALID_RULE_SET naming the file at fault. */
export const openRuleBook = async (options: RuleBookOptions): Promise<RuleBook> =>
  bookOf({ inForce: await readInForce(options) }, options)

/**
 * A book that follows its own folder: files that are added, changed or removed are in force within a
 * second. What is refused is reported, and what was before stays in force.
 */
export const followRuleBook = async (
  options: RuleBookOptions,
  report: { readonly changed: (count: number) => void; readonly refused: (error: unknown) => void },
): Promise<RuleBook & { readonly close: () => void }> => {
  const state = { inForce: await readInForce(options) }
  const watch = watchFolders([options.ownFolder, join(options.ownFolder, SETS)], async () => {
    try {
      const inForce = await readInForce(options)
      if (textOf(inForce) === textOf(state.inForce)) return
      state.inForce = inForce
      report.changed(inForce.rules.size)
    } catch (error) {
      report.refused(error)
    }
  })
  return { ...bookOf(state, options), close: watch.close }
}

const bookOf = (state: { inForce: InForce }, { ownFolder }: RuleBookOptions): RuleBook => ({
  all: () => [...state.inForce.rules.values()],
  removed: () => [...state.inForce.removed.values()],
  resolve: (wanted) => {
    const { rules } = state.inForce
    if (wanted === undefined) return [...rules.values()]
    const resolved = rulesOfSet({ rules: wanted }, rules)
    checkRuleSet(resolved)
    return resolved
  },
  sets: () => state.inForce.sets,
  resolveSet: (id) => {
    const { sets, rules } = state.inForce
    const set = sets.find((one) => one.id === id)
    if (set !== undefined) return rulesOfSet(set, rules)
    const known = sets.map((one) => one.id).join(', ') || 'none'
    throw new AppError('RULE_NOT_FOUND', `There is no rule set ${id}; there are: ${known}.`)
  },
  put: async (rule) => {
    const { rules, removed, removedIds, sets } = state.inForce
    checkAll(new Map([...rules, [rule.id, rule]]), sets)
    await makeFolder(ownFolder)
    await writeWhole(join(ownFolder, `${rule.id}.yaml`), stringify(rule), { flush: true })
    if (removedIds.delete(rule.id)) await saveRemovedIds(ownFolder, removedIds)
    await forgetRemoved(ownFolder, rule.id)
    removed.delete(rule.id)
    rules.set(rule.id, rule)
  },
  remove: async (id) => {
    const { rules, removed, removedIds, sets } = state.inForce
    const rule = rules.get(id)
    if (rule === undefined)
      throw new AppError('RULE_NOT_FOUND', `There is no rule with the id ${id}.`)
    checkRuleSets(sets, new Map([...rules].filter(([known]) => known !== id)))
    await makeFolder(ownFolder)
    removedIds.add(id)
    await saveRemovedIds(ownFolder, removedIds)
    await keepRemoved(ownFolder, id)
    removed.set(id, rule)
    rules.delete(id)
  },
})

const readInForce = async ({ builtInFolder, ownFolder }: RuleBookOptions): Promise<InForce> => {
  const removedIds = new Set(await readRemovedIds(ownFolder))
  const builtIn = await readRuleFolder(builtInFolder)
  const own = await readRuleFolder(ownFolder)
  const rules = byId([...builtIn.filter(({ id }) => !removedIds.has(id)), ...own])
  const gone = [...builtIn, ...(await readKept(ownFolder))]
  const removed = byId(gone.filter(({ id }) => removedIds.has(id) && !rules.has(id)))
  const sets = await readRuleSets(join(ownFolder, SETS))
  checkAll(rules, sets)
  return { rules, removedIds, removed, sets }
}

const byId = (rules: readonly Rule[]): Map<string, Rule> =>
  new Map(rules.map((rule) => [rule.id, rule]))

const checkAll = (rules: ReadonlyMap<string, Rule>, sets: readonly RuleSet[]): void => {
  checkRuleSet([...rules.values()])
  checkRuleSets(sets, rules)
}

const textOf = ({ rules, removed, sets }: InForce): string =>
  JSON.stringify([inOrder(rules), inOrder(removed), sets])

const inOrder = (rules: ReadonlyMap<string, Rule>): readonly Rule[] =>
  [...rules.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
