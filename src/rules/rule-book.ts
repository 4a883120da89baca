import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { makeFolder } from '../base/make-folder.ts'
import { writeWhole } from '../base/write-whole.ts'
import { AppError } from '../spec/errors.ts'
import { ruleIdSchema, type Rule } from '../spec/rule.ts'
import { checkRuleSet } from './check-rule-set.ts'
import { readRuleFolder } from './read-rule-file.ts'
import { checkRuleSets, readRuleSets, rulesOfSet, type RuleSet } from './read-rule-sets.ts'
import { watchFolders } from './watch-folders.ts'

/** The rules in force. What is changed through it is kept in `ownFolder`; the built-in files stay as they are. */
export type RuleBook = {
  all(): readonly Rule[]
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

// Ids of built-in rules that were removed.
const REMOVED = 'removed.json'
const SETS = 'sets'

type InForce = {
  readonly rules: Map<string, Rule>
  readonly removed: Set<string>
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
    const { rules, removed, sets } = state.inForce
    checkAll(new Map([...rules, [rule.id, rule]]), sets)
    await makeFolder(ownFolder)
    await save(join(ownFolder, `${rule.id}.yaml`), stringify(rule))
    if (removed.delete(rule.id)) await saveRemoved(ownFolder, removed)
    rules.set(rule.id, rule)
  },
  remove: async (id) => {
    const { rules, removed, sets } = state.inForce
    if (!rules.has(id)) throw new AppError('RULE_NOT_FOUND', `There is no rule with the id ${id}.`)
    checkRuleSets(sets, new Map([...rules].filter(([known]) => known !== id)))
    await makeFolder(ownFolder)
    removed.add(id)
    await saveRemoved(ownFolder, removed)
    await rm(join(ownFolder, `${id}.yaml`), { force: true })
    rules.delete(id)
  },
})

const readInForce = async ({ builtInFolder, ownFolder }: RuleBookOptions): Promise<InForce> => {
  const removed = new Set(await readRemoved(join(ownFolder, REMOVED)))
  const builtIn = (await readRuleFolder(builtInFolder)).filter(({ id }) => !removed.has(id))
  const rules = new Map([...builtIn, ...(await readRuleFolder(ownFolder))].map((r) => [r.id, r]))
  const sets = await readRuleSets(join(ownFolder, SETS))
  checkAll(rules, sets)
  return { rules, removed, sets }
}

const checkAll = (rules: ReadonlyMap<string, Rule>, sets: readonly RuleSet[]): void => {
  checkRuleSet([...rules.values()])
  checkRuleSets(sets, rules)
}

const textOf = ({ rules, sets }: InForce): string =>
  JSON.stringify([[...rules.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)), sets])

const readRemoved = async (path: string): Promise<readonly string[]> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '[]'
    throw error
  })
  try {
    return z.array(ruleIdSchema).parse(JSON.parse(text))
  } catch (cause) {
    const message = `${path} is damaged: write the ids of removed rules into it, or [], as JSON.`
    throw new AppError('INVALID_RULE_SET', message, { cause })
  }
}

const saveRemoved = (ownFolder: string, removed: ReadonlySet<string>): Promise<void> =>
  save(join(ownFolder, REMOVED), JSON.stringify([...removed].toSorted()))

const save = (path: string, text: string): Promise<void> => writeWhole(path, text, { flush: true })
