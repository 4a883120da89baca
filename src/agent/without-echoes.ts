import { leastSupport } from '../spec/citation.ts'
import { withoutMarkers } from '../spec/claims.ts'
import type { Reward } from '../spec/reward-model.ts'
import { slice } from '../spec/span.ts'
import { contentWords, coverage } from './content-words.ts'

// A yes-or-no question is answered by its own words; one of these is not.
const ASKS_FOR_MORE = /\b(?:what|which|who|whom|whose|when|where|why|how)\b/iu

/**
 * A statement that only repeats what was asked claims nothing: it is not checkable, so that no reply
 * wins by being supported without answering.
 */
export const withoutEchoes = (reward: Reward, reply: string, question: string): Reward => {
  if (!ASKS_FOR_MORE.test(question)) return reward
  const asked = contentWords(question)
  const statements = reward.statements.map((statement) => {
    const own = contentWords(withoutMarkers(slice(reply, statement)))
    if (own.size > 0 && coverage(own, asked) < 1) return statement
    const { start, end } = statement
    return { start, end, checkable: false, support: null }
  })
  return { ...reward, statements, support: leastSupport(statements) }
}
