import { createHash } from 'node:crypto'
import { appendFile, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '../base/make-folder.ts'
import type { Answer, Target } from './target.ts'

const lineSchema = z.object({ asked: z.string(), text: z.string(), refused: z.boolean() })

/**
 * A target that is asked the same only once, in this run and, by a file of JSON lines, in later ones: a run
 * that was stopped goes on where it was. `scope` says of what its replies depend beside the dialogue.
 * Failures are asked again; a line that can't be read is passed over.
 */
export const rememberReplies = async (
  target: Target,
  { path, scope }: { readonly path: string; readonly scope: string },
): Promise<Target> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  await makeFolder(dirname(path))
  const known = new Map<string, Promise<Answer>>(text.split('\n').flatMap(parseLine))
  const ask = async (asked: string, ...of: Parameters<Target['reply']>): Promise<Answer> => {
    const answer = await target.reply(...of)
    await appendFile(path, `${JSON.stringify({ asked, ...answer })}\n`)
    return answer
  }
  return {
    get models() {
      return target.models
    },
    reply: (dialogue, page, signal) => {
      const hash = createHash('sha256').update(JSON.stringify([scope, dialogue, page ?? null]))
      const asked = hash.digest('base64url')
      const answer = known.get(asked) ?? ask(asked, dialogue, page, signal)
      known.set(asked, answer)
      answer.catch(() => known.delete(asked))
      return answer
    },
  }
}

const parseLine = (line: string): readonly [string, Promise<Answer>][] => {
  if (line.trim() === '') return []
  try {
    const { asked, ...answer } = lineSchema.parse(JSON.parse(line))
    return [[asked, Promise.resolve(answer)]]
  } catch {
    return []
  }
}
