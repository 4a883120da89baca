import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Labelled } from '../../probing/measure-judge.ts'

const rowSchema = z.object({ user: z.string(), reply: z.string(), kept: z.boolean() })

/** Labelled rows of a rule from JSON lines { user, reply, kept }; none where there is no file. */
export const readPairs = async (folder: string | undefined, ruleId: string): Promise<Labelled> => {
  if (folder === undefined) return { broken: [], kept: [] }
  const text = await readFile(join(folder, `${ruleId}.jsonl`), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    },
  )
  const rows = text.split('\n').flatMap((line) => {
    return line.trim() === '' ? [] : [rowSchema.parse(JSON.parse(line))]
  })
  const of = (kept: boolean): [string, string][] =>
    rows.filter((row) => row.kept === kept).map(({ user, reply }) => [user, reply])
  return { broken: of(false), kept: of(true) }
}
