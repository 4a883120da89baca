import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { AppError } from '../spec/errors.ts'
import { ruleIdSchema, type Rule } from '../spec/rule.ts'
import { readRuleFolder } from './read-rule-file.ts'

/** The rules in force. What is changed through it is kept in `ownFolder`; the built-in files stay as they are. */
export type RuleBook = {
  all(): readonly Rule[]
  /** Undefined stands for all. Throws RULE_NOT_FOUND, or INVALID_RULE_SET where an id comes twice. */
  resolve(wanted: readonly (string | Rule)[] | undefined): readonly Rule[]
  put(rule: Rule): Promise<void>
  /** Throws RULE_NOT_FOUND. */
  remove(id: string): Promise<void>
}

export type RuleBookOptions = { readonly builtInFolder: string; readonly ownFolder: string }

// Ids of built-in rules that were removed.
const REMOVED = 'removed.json'

/** Own rules replace built-in ones of the same id. Throws INVALID_RULE_SET naming the file at fault. */
export const openRuleBook = async (options: RuleBookOptions): Promise<RuleBook> => {
  const { builtInFolder, ownFolder } = options
  const removed = new Set(await readRemoved(join(ownFolder, REMOVED)))
  const builtIn = (await readRuleFolder(builtInFolder)).filter(({ id }) => !removed.has(id))
  const rules = new Map([...builtIn, ...(await readRuleFolder(ownFolder))].map((r) => [r.id, r]))
  const saveRemoved = (): Promise<void> =>
    save(join(ownFolder, REMOVED), JSON.stringify([...removed].toSorted()))
  return {
    all: () => [...rules.values()],
    resolve: (wanted) => (wanted === undefined ? [...rules.values()] : resolve(rules, wanted)),
    put: async (rule) => {
      await mkdir(ownFolder, { recursive: true })
      await save(join(ownFolder, `${rule.id}.yaml`), stringify(rule))
      if (removed.delete(rule.id)) await saveRemoved()
      rules.set(rule.id, rule)
    },
    remove: async (id) => {
      if (!rules.has(id)) throw notFound(id)
      await mkdir(ownFolder, { recursive: true })
      removed.add(id)
      await saveRemoved()
      await rm(join(ownFolder, `${id}.yaml`), { force: true })
      rules.delete(id)
    },
  }
}

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
  const ids = resolved.map(({ id }) => id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice === undefined) return resolved
  throw new AppError('INVALID_RULE_SET', `The rule ${twice} is named twice.`)
}

const notFound = (id: string): AppError =>
  new AppError('RULE_NOT_FOUND', `There is no rule with the id ${id}.`)

const readRemoved = async (path: string): Promise<readonly string[]> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  return z.array(ruleIdSchema).parse(JSON.parse(text))
}

// Written beside and renamed, so that a crash leaves the old file or the new one, never half of one.
const save = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}
