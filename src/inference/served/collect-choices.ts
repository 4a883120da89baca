import { z } from 'zod'
import { ServerRefusal } from './server.ts'

/** One sample as the server gave it, thoughts in its text included; `logProbability` and `tokens` are undefined where it did not tell. */
export type Choice = {
  readonly index: number
  readonly text: string
  readonly tokens: number | undefined
  readonly logProbability: number | undefined
  readonly finish: 'end' | 'length'
  /** Whether the server gave thoughts of the model apart from its text. */
  readonly thought: boolean
  /** The model that answered, by its own name. */
  readonly model: string | undefined
}

/** Thoughts come beside the text as `reasoning_content` (llama.cpp, DeepSeek) or `reasoning` (vLLM, OpenRouter). */
const contentSchema = z
  .object({
    content: z.string().nullish(),
    reasoning_content: z.unknown().optional(),
    reasoning: z.unknown().optional(),
  })
  .nullish()
const choiceSchema = z.object({
  index: z.number().int().min(0).default(0),
  delta: contentSchema,
  message: contentSchema,
  logprobs: z
    .object({ content: z.array(z.object({ logprob: z.number().nullable() })).nullish() })
    .nullish(),
  finish_reason: z.string().nullish(),
})
const partSchema = z.object({
  model: z.string().optional().catch(undefined),
  choices: z.array(choiceSchema).default([]),
})
const faultSchema = z.object({ error: z.unknown() })

type Open = { text: string; logProbabilities: number[]; thought: boolean }

/**
 * Puts the parts of an answer together; each choice comes as soon as it is finished. A whole answer is
 * one part. Throws where the answer ends before its choices do, or says that something went wrong.
 */
export async function* collectChoices(parts: AsyncIterable<unknown>): AsyncGenerator<Choice> {
  const open = new Map<number, Open>()
  const finished = new Set<number>()
  for await (const part of parts) {
    const fault = faultSchema.safeParse(part)
    if (fault.success && fault.data.error) throw new ServerRefusal(500, JSON.stringify(part))
    const { choices, model } = partSchema.parse(part)
    for (const choice of choices) {
      const { index, delta, message, logprobs } = choice
      if (finished.has(index)) continue
      const own = open.get(index) ?? { text: '', logProbabilities: [], thought: false }
      open.set(index, own)
      own.text += message?.content ?? delta?.content ?? ''
      const { reasoning_content: told, reasoning } = message ?? delta ?? {}
      if ([told, reasoning].some((text) => typeof text === 'string' && text !== ''))
        own.thought = true
      for (const { logprob } of logprobs?.content ?? []) own.logProbabilities.push(logprob ?? 0)
      // A whole answer is finished, whether it says so or not.
      const reason = choice.finish_reason ?? (message ? 'stop' : undefined)
      if (reason === undefined) continue
      finished.add(index)
      open.delete(index)
      yield { ...choiceOf(index, own, reason), model }
    }
  }
  if (open.size > 0 || finished.size === 0) throw new Error('the answer broke off')
}

const choiceOf = (
  index: number,
  { text, logProbabilities, thought }: Open,
  reason: string,
): Omit<Choice, 'model'> => {
  const told = logProbabilities.length > 0
  return {
    index,
    text,
    thought,
    tokens: told ? logProbabilities.length : undefined,
    logProbability: told ? logProbabilities.reduce((sum, one) => sum + one, 0) : undefined,
    finish: reason === 'length' ? 'length' : 'end',
  }
}
