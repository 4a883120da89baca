import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from '../spec/errors.ts'
import { ruleSchema, type Rule } from '../spec/rule.ts'

/** Reads one rule from YAML. Throws INVALID_RULE_SET naming the file and field. */
export const readRule = async (path: string): Promise<Rule> => {
  const parsed = ruleSchema.safeParse(parseYaml(await readFile(path, 'utf8'), path))
  if (parsed.success) return parsed.data
  throw new AppError('INVALID_RULE_SET', `${path}: ${z.prettifyError(parsed.error)}`)
}

/** In a rule folder, a file is named after its rule's id. */
const readNamedRule = async (path: string): Promise<Rule> => {
  const rule = await readRule(path)
  if (basename(path, '.yaml') === rule.id) return rule
  throw new AppError('INVALID_RULE_SET', `${path} holds the rule ${rule.id}: rename one.`)
}

/** All rules of a folder by id; an empty list where the folder does not exist. */
export const readRuleFolder = async (folder: string): Promise<readonly Rule[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  const files = names.filter((name) => name.endsWith('.yaml')).toSorted()
  return Promise.all(files.map((name) => readNamedRule(join(folder, name))))
}

const parseYaml = (text: string, path: string): unknown => {
  try {
    return parse(text)
  } catch (cause) {
    throw new AppError('INVALID_RULE_SET', `${path} is not well-formed YAML.`, { cause })
  }
}
