import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../spec/errors.ts'
import { codeOf, makeFolder, notWritable } from '../../base/make-folder.ts'
import { writeWhole } from '../../base/write-whole.ts'
import { isLoopback } from './host-names.ts'

type KeyConfig = {
  readonly host: string
  readonly tenants: readonly unknown[]
  readonly openToAll: 'no' | 'yes'
  readonly apiKey?: string | undefined
  readonly apiKeyFile?: string | undefined
}

export const MIN_KEY_LENGTH = 8

/** Whoever reaches the service can read, change and delete all that it holds. Throws CONFIG_INVALID. */
export const requireKey = ({ host, tenants, openToAll, apiKey, apiKeyFile }: KeyConfig): void => {
  const hasKey = apiKey !== undefined || apiKeyFile !== undefined || tenants.length > 0
  if (isLoopback(host) || hasKey || openToAll === 'yes') return
  const message =
    `HOST is "${host}", which other machines can reach, and there is no key; allowed: a key in ` +
    'DUNNOCK_API_KEY or DUNNOCK_API_KEY_FILE, or --open-to-all (DUNNOCK_OPEN_TO_ALL=yes), which lets anybody in.'
  throw new AppError('CONFIG_INVALID', message)
}

/**
 * The key that callers need, if any. A key file that is missing is made, with a new key, for its owner
 * alone to read; `made` says so. Throws CONFIG_INVALID or DATA_NOT_WRITABLE.
 */
export const openApiKey = async ({
  apiKey,
  apiKeyFile: file,
}: KeyConfig): Promise<{ readonly key?: string; readonly made: boolean }> => {
  if (apiKey !== undefined) return { key: apiKey, made: false }
  if (file === undefined) return { made: false }
  const found = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unusable(file, `it can't be read (${String(codeOf(error))})`)
  })
  if (found === undefined) return { key: await makeKey(file), made: true }
  const key = found.trim()
  if (key.length >= MIN_KEY_LENGTH && !/\s/.test(key)) return { key, made: false }
  throw unusable(file, `it holds no key of at least ${MIN_KEY_LENGTH} characters`)
}

const makeKey = async (file: string): Promise<string> => {
  const key = randomBytes(24).toString('base64url')
  await makeFolder(dirname(file))
  try {
    await writeWhole(file, `${key}\n`, { mode: 0o600 })
  } catch (error) {
    throw notWritable(file, error)
  }
  return key
}

/** What the one who starts it is told, once. */
export const describeNewKey = (key: string, file: string, url: string): string =>
  [
    `A key was made; it is kept in ${file}, and callers have to send it:`,
    `  key      ${key}`,
    `  browser  open ${url} and enter it`,
    `  curl     curl -H 'authorization: Bearer ${key}' ${url}/dialogues`,
    '',
  ].join('\n')

const unusable = (file: string, why: string): AppError =>
  new AppError(
    'CONFIG_INVALID',
    `DUNNOCK_API_KEY_FILE is "${file}", but ${why}; allowed: a file with a key, or none yet, which is then made.`,
  )
