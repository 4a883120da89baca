import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../spec/errors.ts'
import { ruleIdSchema } from '../spec/rule.ts'
import { textSchema } from '../spec/turn.ts'

const probeSchema = z.strictObject({ ruleId: ruleIdSchema, text: textSchema })

/** A turn of the user that is meant to make the agent break the rule. */
export type Probe = Readonly<z.infer<typeof probeSchema>>

/** Reads probes from JSON lines. Throws INVALID_RULE_SET naming the line at fault. */
export const readProbes = async (path: string): Promise<readonly Probe[]> => {
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, i) =>
    line.trim() === '' ? [] : [readProbe(line, `${path}:${i + 1}`)],
  )
}

const readProbe = (line: string, place: string): Probe => {
  try {
    return probeSchema.parse(JSON.parse(line))
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : 'not well-formed JSON'
    throw new AppError('INVALID_RULE_SET', `${place}: ${reason}`, { cause })
  }
}
