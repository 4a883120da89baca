import type { Agent } from '../../src/agent/agent.ts'
import { AppError } from '../../src/spec/errors.ts'
import type { Dialogue } from '../../src/spec/turn.ts'
import { replyOf } from './fake-services.ts'

export const TEXT = 'Dunnocks nest low 🐦. They lay blue eggs. It is late.'

const span = (cited: string) => {
  const start = TEXT.indexOf(cited)
  return { start, end: start + cited.length }
}
const quote = { evidenceId: 'e', quote: 'x', quoteStart: 0, quoteEnd: 1, support: 0.9 }

export const CITATIONS = [
  { ...quote, ...span('Dunnocks nest low 🐦.'), url: 'https://example.org/nests', title: 'Nests' },
  { ...quote, ...span('They lay blue eggs.'), url: 'https://example.org/eggs' },
  { ...quote, ...span('It is late.'), title: 'A file without an address' },
]

/** Answers every question with the same text and citations; `asked` remembers what it was asked. */
export const citedAgent = () => {
  const asked: Dialogue[] = []
  const respond: Agent['respond'] = async function* (request) {
    asked.push(request.dialogue)
    yield { type: 'turn-start' }
    if (request.dialogue.at(-1)?.text === 'fail') {
      throw new AppError('LANGUAGE_MODEL_FAILED', 'The language model is down.')
    }
    for (const text of TEXT.match(/\s*\S+/gu) ?? []) yield { type: 'reply-delta', text }
    for (const citation of CITATIONS) yield { type: 'citation', citation }
    const reply = {
      ...replyOf(request, TEXT),
      citations: CITATIONS,
      seed: request.options.seed ?? 7,
    }
    yield await Promise.resolve({ type: 'turn-end' as const, reply })
  }
  return { respond, asked }
}
