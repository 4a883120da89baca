import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from '../spec/errors.ts'
import { ruleSchema, type Rule } from '../spec/rule.ts'

/** Reads one rule from YAML. Throws INVALID_RULE_SET naming the file and field. */
export const readRule = async (path: string): Promise<Rule> =>
  parseFile(ruleSchema, await readFile(path, 'utf8'), path)

/** All rules of a folder by id; an empty list where the folder does not exist. */
export const readRuleFolder = async (folder: string): Promise<readonly Rule[]> =>
  Promise.all(
    (await yamlFilesOf(folder)).map(async (path) =>
      parseNamed(ruleSchema, await readFile(path, 'utf8'), path),
    ),
  )

/** The YAML files of a folder in order; none where it does not exist. */
export const yamlFilesOf = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  const files = names.filter((name) => name.endsWith('.yaml')).toSorted()
  return files.map((name) => join(folder, name))
}

/** In a folder of rules or sets, a file is named after the id of what it holds. */
export const parseNamed = <T extends { readonly id: string }>(
  schema: z.ZodType<T>,
  text: string,
  path: string,
): T => {
  const parsed = parseFile(schema, text, path)
  if (basename(path, '.yaml') === parsed.id) return parsed
  throw new AppError('INVALID_RULE_SET', `${path} has the id ${parsed.id}: rename one.`)
}

const parseFile = <T>(schema: z.ZodType<T>, text: string, path: string): T => {
  if (text.trim() === '') throw new AppError('INVALID_RULE_SET', `${path} is empty.`)
  const parsed = schema.safeParse(parseYaml(text, path))
  if (parsed.success) return parsed.data
  throw new AppError('INVALID_RULE_SET', `${path}: ${z.prettifyError(parsed.error)}`)
}

const parseYaml = (text: string, path: string): unknown => {
  try {
    return parse(text)
  } catch (cause) {
    throw new AppError('INVALID_RULE_SET', `${path} is not well-formed YAML.`, { cause })
  }
}
