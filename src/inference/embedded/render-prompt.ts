import type { Evidence } from '../../spec/evidence.ts'
import type { Prompt } from '../../spec/language-model.ts'
import type { Tokenizer } from '../../spec/tokenizer.ts'
import type { PromptFormat } from '../files/model-entry.ts'

/** Token ids of a prompt, cut where prompts part ways: behind the preamble, and behind the dialogue. */
export type Segments = readonly (readonly number[])[]

/**
 * A prompt as token ids: the preamble, the turns of user and agent, and last the search results with the
 * opening of what is to be written. Search turns of earlier times are left out, to keep it short. Role
 * and text are encoded apart, and control ids come from here alone.
 */
export const renderPrompt = (
  { dialogue, evidence, writes }: Prompt,
  tokenizer: Pick<Tokenizer, 'encode'>,
  { preamble, tokens, roles }: PromptFormat,
): Segments => {
  const open = (role: string): readonly number[] => [tokens.start, ...tokenizer.encode(`${role}\n`)]
  const turn = (role: string, text: string): readonly number[] => [
    ...open(role),
    ...tokenizer.encode(text),
    tokens.end,
    ...tokenizer.encode('\n'),
  ]
  const turns = dialogue.flatMap(({ participant, text }) =>
    participant === 'user' || participant === 'agent' ? turn(roles[participant], text) : [],
  )
  const results = evidence.length === 0 ? [] : turn(roles['search-results'], evidenceText(evidence))
  return [turn('system', preamble), turns, [...results, ...open(roles[writes])]]
}

const evidenceText = (evidence: readonly Evidence[]): string =>
  evidence.map(({ title, text }) => (title ? `[${title}]\n${text}` : text)).join('\n\n')
