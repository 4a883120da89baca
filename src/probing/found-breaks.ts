import { appendFile, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '../base/make-folder.ts'
import { attackSchema, wordsOfAttack, type Attack } from './attacks/attack.ts'

/** Attacks that broke a rule once. They are asked again in every run: what was found stays found. */
export type FoundBreaks = {
  of(ruleId: string): readonly Attack[]
  add(attack: Attack): Promise<void>
}

/** A file of JSON lines, made with the first break. A line that can't be read is passed over. */
export const openFoundBreaks = async (path: string): Promise<FoundBreaks> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const found = text.split('\n').flatMap(parseLine)
  const known = new Set(found.map(keyOf))
  return {
    of: (ruleId) => found.filter((attack) => attack.ruleId === ruleId),
    add: async (attack) => {
      if (known.has(keyOf(attack))) return
      const kept: Attack = { ...attack, origin: 'found' }
      known.add(keyOf(kept))
      found.push(kept)
      await makeFolder(dirname(path))
      await appendFile(path, `${JSON.stringify(kept)}\n`)
    },
  }
}

const keyOf = (attack: Attack): string => `${attack.ruleId}\n${wordsOfAttack(attack)}`

const parseLine = (line: string): readonly Attack[] => {
  if (line.trim() === '') return []
  try {
    return [attackSchema.parse(JSON.parse(line))]
  } catch {
    return []
  }
}
