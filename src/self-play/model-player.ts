import type { LanguageModel } from '../spec/language-model.ts'
import type { Dialogue } from '../spec/turn.ts'
import type { Player } from './play-dialogue.ts'

const SAMPLING = { temperature: 1, topP: 0.95, minP: 0.05, repetitionPenalty: 1.1 }
const MOST_TOKENS = 48

/** A language model in the user's place: it sees the dialogue from the other side. */
export const createModelPlayer =
  (model: LanguageModel): Player =>
  async (dialogue, seed, signal) => {
    const prompt = { dialogue: otherSide(dialogue), evidence: [], writes: 'agent' as const }
    const samples = model.sample({
      prompts: [prompt],
      samples: [{ prompt: 0, seed, sampling: SAMPLING }],
      maxTokens: MOST_TOKENS,
      ...(signal !== undefined && { signal }),
    })
    for await (const { text, finish } of samples) {
      // What was cut off is said up to its last whole sentence.
      return finish === 'end' ? text : /^[\s\S]*[.!?]/u.exec(text)?.[0]
    }
    return undefined
  }

const otherSide = (dialogue: Dialogue): Dialogue =>
  dialogue
    .filter(({ participant }) => participant === 'user' || participant === 'agent')
    .map(({ participant, text }) => ({
      participant: participant === 'user' ? 'agent' : 'user',
      text,
    }))
