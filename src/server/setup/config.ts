import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import { AppError } from '../../spec/errors.ts'
import { packageRoot } from './package-root.ts'
import { configSchema } from './settings-schema.ts'

// Never shown, not even where it is wrong.
const SECRET = new Set([
  'apiKey',
  'tenants',
  'languageModelKey',
  'braveKey',
  'tavilyKey',
  'opensearch',
  'opensearchKey',
])

/** `rules` names a folder and `threads` is at least 1, always; paths are absolute. */
export type Config = Readonly<Omit<z.infer<typeof configSchema>, 'rules'>> & {
  readonly rules: string
}

const dashed = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
const variableOf = (key: string): string => {
  const name = dashed(key).replaceAll('-', '_').toUpperCase()
  return key === 'host' || key === 'port' ? name : `DUNNOCK_${name}`
}

/** What help texts and documents say of each setting. */
export const SETTINGS = Object.entries(configSchema.shape).map(([key, schema]) => ({
  key,
  variable: variableOf(key),
  flag: `--${dashed(key)}`,
  help: schema.description ?? '',
  fallback: describeDefault(schema),
  /** A flag without a value says yes. */
  isSwitch: schema.safeParse('yes').success && !schema.safeParse('\0').success,
  // What a value is told that nothing but free text could be.
  allowed: schema.safeParse('\0').error?.issues[0]?.message ?? '',
}))

/**
 * Settings from the environment; `flags`, by field name, come first. Empty values count as left out.
 * Throws CONFIG_INVALID with every wrong setting, its value and what is allowed.
 */
export const readConfig = (
  env: NodeJS.ProcessEnv = process.env,
  flags: Readonly<Record<string, unknown>> = {},
): Config => {
  const values: Record<string, unknown> = {}
  const names: Record<string, string> = {}
  for (const { key, variable, flag } of SETTINGS) {
    const value = flags[key] ?? env[variable]
    if (value === undefined || value === '') continue
    values[key] = value
    names[key] = flags[key] === undefined ? variable : flag
  }
  const parsed = configSchema.safeParse(values)
  if (parsed.success) {
    const { data, rules = join(data, 'rules'), threads } = parsed.data
    return { ...parsed.data, rules, threads: threads === 0 ? availableParallelism() : threads }
  }
  const problems = parsed.error.issues.map(({ path: [key], message }) => {
    const shown = SECRET.has(String(key)) ? 'not right' : `"${String(values[String(key)])}"`
    return `${names[String(key)]} is ${shown}; allowed: ${message}.`
  })
  throw new AppError('CONFIG_INVALID', problems.join(' '))
}

/** Variables of the environment that look like settings and are none: most likely misspelt. */
export const unknownVariables = (env: NodeJS.ProcessEnv = process.env): readonly string[] =>
  Object.keys(env).filter(
    (name) => name.startsWith('DUNNOCK_') && SETTINGS.every(({ variable }) => variable !== name),
  )

function describeDefault(schema: z.ZodType): string {
  const { data: value } = schema.safeParse(undefined)
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  const text = String(value)
  const folder = [packageRoot, `${process.cwd()}/`].find((one) => text.startsWith(one))
  return folder === undefined ? text : text.slice(folder.length)
}
