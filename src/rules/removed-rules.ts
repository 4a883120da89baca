import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '../base/make-folder.ts'
import { writeWhole } from '../base/write-whole.ts'
import { AppError } from '../spec/errors.ts'
import { ruleIdSchema, type Rule } from '../spec/rule.ts'
import { readRuleFolder } from './read-rule-file.ts'

// Ids of rules that were removed; beside it a folder with those of them that were one's own.
const REMOVED = 'removed.json'
const KEPT = 'removed'

/** Throws INVALID_RULE_SET where the file is damaged. */
export const readRemovedIds = async (ownFolder: string): Promise<readonly string[]> => {
  const path = join(ownFolder, REMOVED)
  const text = await readFile(path, 'utf8').catch(ifAbsent('[]'))
  try {
    return z.array(ruleIdSchema).parse(JSON.parse(text))
  } catch (cause) {
    const message = `${path} is damaged: write the ids of removed rules into it, or [], as JSON.`
    throw new AppError('INVALID_RULE_SET', message, { cause })
  }
}

export const saveRemovedIds = (ownFolder: string, ids: ReadonlySet<string>): Promise<void> =>
  writeWhole(join(ownFolder, REMOVED), JSON.stringify([...ids].toSorted()), { flush: true })

/** One's own rules that were removed, as they were. */
export const readKept = (ownFolder: string): Promise<readonly Rule[]> =>
  readRuleFolder(join(ownFolder, KEPT))

/** Takes a rule's own file out of force, to be put back; one without a file of its own is a built-in one. */
export const keepRemoved = async (ownFolder: string, id: string): Promise<void> => {
  await makeFolder(join(ownFolder, KEPT))
  const [from, to] = [join(ownFolder, `${id}.yaml`), join(ownFolder, KEPT, `${id}.yaml`)]
  await rename(from, to).catch(ifAbsent(undefined))
}

/** Of a rule that is in force again. */
export const forgetRemoved = (ownFolder: string, id: string): Promise<void> =>
  rm(join(ownFolder, KEPT, `${id}.yaml`), { force: true })

const ifAbsent =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return value
    throw error
  }
