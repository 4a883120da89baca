import { z } from 'zod'
import { statementSchema } from '../../spec/citation.ts'
import { scoreRowSchema } from '../../spec/score.ts'
import { textSchema } from '../../spec/turn.ts'
import type { McpDeps } from './mcp-deps.ts'

const { evidence, rules } = scoreRowSchema.shape

const checkSchema = z.object({
  reply: textSchema.describe('The text to check'),
  question: textSchema.optional().describe('What it replies to'),
  evidence: evidence.describe('What it should be supported by'),
  rules: rules.describe('Ids of rules, or rules; left out, all in force'),
})

const checkOutput = z.object({
  support: z.number().nullable().describe('Of the least supported statement'),
  statements: z.array(statementSchema.extend({ text: z.string() })),
  rules: z.record(z.string(), z.number()).describe('P(kept) by rule'),
  preference: z.number(),
})

const UNKNOWN_QUESTION = 'What do you know about it?'

export const CHECK = {
  title: 'Check',
  description:
    'Checks a reply: how far given evidence supports each statement, and which rules it breaks.',
  inputSchema: checkSchema,
  outputSchema: checkOutput,
  annotations: { readOnlyHint: true, openWorldHint: false },
}

export const answerCheck = async (
  deps: McpDeps,
  { reply, question = UNKNOWN_QUESTION, ...given }: z.output<typeof checkSchema>,
  signal: AbortSignal,
) => {
  const dialogue = [{ participant: 'user' as const, text: question }]
  const row = {
    dialogue,
    reply,
    ...(given.evidence !== undefined && { evidence: given.evidence }),
    ...(given.rules !== undefined && { rules: given.rules }),
  }
  const { support, statements, rules, preference } = await deps.score(row, signal)
  const told = statements.map((one) => ({ ...one, text: reply.slice(one.start, one.end) }))
  const structured = { support, statements: told, rules, preference }
  return { text: JSON.stringify(structured), structured }
}
