import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { AppError } from '../spec/errors.ts'
import { ruleIdSchema, type Rule } from '../spec/rule.ts'
import { checkRuleSet } from './check-rule-set.ts'
import { readRuleFolder } from './read-rule-file.ts'
import { watchFolder } from './watch-folder.ts'

/** The rules in force. What is changed through it is kept in `ownFolder`; the built-in files stay as they are. */
export type RuleBook = {
  all(): readonly Rule[]
  /** Undefined stands for all. Throws RULE_NOT_FOUND, or INVALID_RULE_SET where they can't be together. */
  resolve(wanted: readonly (string | Rule)[] | undefined): readonly Rule[]
  /** Throws INVALID_RULE_SET where the rule can't be in force with the others. */
  put(rule: Rule): Promise<void>
  /** Throws RULE_NOT_FOUND. */
  remove(id: string): Promise<void>
}

export type RuleBookOptions = { readonly builtInFolder: string; readonly ownFolder: string }

// Ids of built-in rules that were removed.
const REMOVED = 'removed.json'

type RuleSet = { readonly rules: Map<string, Rule>; readonly removed: Set<string> }

/** Own rules replace built-in ones of the same id. Throws INVALID_RULE_SET naming the file at fault. */
export const openRuleBook = async (options: RuleBookOptions): Promise<RuleBook> =>
  bookOf({ set: await readRuleSet(options) }, options)

/**
 * A book that follows its own folder: files that are added, changed or removed are in force within a
 * second. A set that is refused is reported, and the one before it stays in force.
 */
export const followRuleBook = async (
  options: RuleBookOptions,
  report: { readonly changed: (count: number) => void; readonly refused: (error: unknown) => void },
): Promise<RuleBook & { readonly close: () => void }> => {
  const state = { set: await readRuleSet(options) }
  const watch = watchFolder(options.ownFolder, async () => {
    try {
      const set = await readRuleSet(options)
      if (sameSet(set, state.set)) return
      state.set = set
      report.changed(set.rules.size)
    } catch (error) {
      report.refused(error)
    }
  })
  return { ...bookOf(state, options), close: watch.close }
}

const bookOf = (state: { set: RuleSet }, { ownFolder }: RuleBookOptions): RuleBook => ({
  all: () => [...state.set.rules.values()],
  resolve: (wanted) =>
    wanted === undefined ? [...state.set.rules.values()] : resolve(state.set.rules, wanted),
  put: async (rule) => {
    const { rules, removed } = state.set
    checkRuleSet([...rules.values()].filter(({ id }) => id !== rule.id).concat(rule))
    await mkdir(ownFolder, { recursive: true })
    await save(join(ownFolder, `${rule.id}.yaml`), stringify(rule))
    if (removed.delete(rule.id)) await saveRemoved(ownFolder, removed)
    rules.set(rule.id, rule)
  },
  remove: async (id) => {
    const { rules, removed } = state.set
    if (!rules.has(id)) throw notFound(id)
    await mkdir(ownFolder, { recursive: true })
    removed.add(id)
    await saveRemoved(ownFolder, removed)
    await rm(join(ownFolder, `${id}.yaml`), { force: true })
    rules.delete(id)
  },
})

const readRuleSet = async ({ builtInFolder, ownFolder }: RuleBookOptions): Promise<RuleSet> => {
  const removed = new Set(await readRemoved(join(ownFolder, REMOVED)))
  const builtIn = (await readRuleFolder(builtInFolder)).filter(({ id }) => !removed.has(id))
  const rules = new Map([...builtIn, ...(await readRuleFolder(ownFolder))].map((r) => [r.id, r]))
  checkRuleSet([...rules.values()])
  return { rules, removed }
}

const sameSet = (a: RuleSet, b: RuleSet): boolean => textOf(a) === textOf(b)

const textOf = ({ rules }: RuleSet): string =>
  JSON.stringify([...rules.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)))

const resolve = (
  rules: ReadonlyMap<string, Rule>,
  wanted: readonly (string | Rule)[],
): readonly Rule[] => {
  const resolved = wanted.map((one) => {
    if (typeof one !== 'string') return one
    const rule = rules.get(one)
    if (rule === undefined) throw notFound(one)
    return rule
  })
  checkRuleSet(resolved)
  return resolved
}

const notFound = (id: string): AppError =>
  new AppError('RULE_NOT_FOUND', `There is no rule with the id ${id}.`)

const readRemoved = async (path: string): Promise<readonly string[]> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '[]'
    throw error
  })
  return z.array(ruleIdSchema).parse(JSON.parse(text))
}

const saveRemoved = (ownFolder: string, removed: ReadonlySet<string>): Promise<void> =>
  save(join(ownFolder, REMOVED), JSON.stringify([...removed].toSorted()))

// Written beside and renamed, so that a crash leaves the old file or the new one, never half of one.
const save = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
