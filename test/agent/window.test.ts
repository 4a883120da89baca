import fc from 'fast-check'
import t from 'tap'
import { cutText } from '../../src/agent/window/cut-text.ts'
import { dialogueRoom } from '../../src/agent/window/dialogue-room.ts'
import { fitDialogue } from '../../src/agent/window/fit-dialogue.ts'
import { DEFAULT_SETTINGS, LARGE_MODEL_SETTINGS } from '../../src/agent/settings.ts'
import type { Dialogue, Turn } from '../../src/spec/turn.ts'
import { fakeLanguageModel } from '../helpers/fakes.ts'

const model = fakeLanguageModel()
const user = (text: string): Turn => ({ participant: 'user', text })
const agent = (text: string): Turn => ({ participant: 'agent', text })
const words = (n: number, word = 'w'): string => Array.from({ length: n }, () => word).join(' ')
const textOf = (dialogue: Dialogue): string => dialogue.map(({ text }) => text).join('\n')

const pairs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 })), {
    maxLength: 30,
  })
  .map((sizes) => sizes.flatMap(([asked, said]) => [user(words(asked)), agent(words(said))]))

void t.test('a fitted dialogue has room, ends with the last turn, and is fitted already', (t) => {
  fc.assert(
    fc.property(pairs, fc.integer({ min: 40, max: 300 }), (earlier, tokens) => {
      const given = [...earlier, user('What is it?')]
      const room = { tokens, turn: 60 }
      const { dialogue, dropped } = fitDialogue(given, room, model)
      t.strictSame(dialogue.at(-1), given.at(-1))
      t.equal(dialogue[0]?.participant, 'user')
      t.equal(dialogue.length + dropped.turns, given.length)
      t.ok(model.countTokens(textOf(dialogue)) + 6 * dialogue.length <= tokens)
      t.strictSame(fitDialogue(dialogue, room, model).dialogue, dialogue)
    }),
  )
  t.end()
})

void t.test('the oldest turns go in blocks, so that most turns begin like the one before', (t) => {
  const room = { tokens: 400, turn: 200 }
  const firsts: (string | undefined)[] = []
  let given: Dialogue = []
  for (let i = 0; i < 60; i += 1) {
    const { dialogue } = fitDialogue([...given, user(`${i} ?`)], room, model)
    firsts.push(dialogue[0]?.text)
    given = [...given, user(`${i} ?`), agent(words(20))]
  }
  const moves = firsts.filter((first, i) => i > 0 && first !== firsts[i - 1]).length
  t.ok(moves >= 6 && moves <= 12, `${moves} times in 60 turns`)
  t.end()
})

void t.test('of a very long dialogue little is counted', (t) => {
  const given = Array.from({ length: 5_000 }, () => user(words(20)))
  let counted = 0
  const countTokens = (text: string): number => {
    counted += text.length
    return model.countTokens(text)
  }
  fitDialogue(given, { tokens: 400, turn: 200 }, { countTokens })
  t.ok(counted < 20_000, `${counted} characters`)
  t.end()
})

void t.test('a long turn keeps its head and its tail, and says what it lost', (t) => {
  const long = `Look at this: ${words(4_000, 'lorem')} What is it?`
  const { dialogue, dropped } = fitDialogue([user(long)], { tokens: 400, turn: 100 }, model)
  const text = dialogue[0]?.text ?? ''
  t.match(text, /^Look at this: lorem/)
  t.match(text, /lorem What is it\?$/)
  t.equal(dropped.characters, long.length - text.length)
  t.equal(dropped.turns, 0)
  t.end()
})

void t.test('a text that fits is left as it is; one that is cut fits, and is well-formed', (t) => {
  const text = fc.string({ unit: 'grapheme', maxLength: 400 })
  // Characters in place of words: each is a token.
  const countTokens = (one: string): number => one.length
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 120 }), (given, budget) => {
      const cut = cutText(given, budget, { countTokens })
      t.ok(cut.length <= Math.max(0, budget))
      t.ok(cut.isWellFormed() || !given.isWellFormed())
      if (given.length <= budget) t.equal(cut, given)
    }),
  )
  t.end()
})

void t.test(
  'a small context is shared with the evidence, and a large model reads all it can',
  (t) => {
    const small = dialogueRoom({ contextTokens: 512 }, DEFAULT_SETTINGS)
    t.strictSame(small, { tokens: 216, turn: 512 })
    t.equal(dialogueRoom({ contextTokens: 2_000 }, DEFAULT_SETTINGS).tokens, 1_024)
    const settings = { ...DEFAULT_SETTINGS, ...LARGE_MODEL_SETTINGS }
    t.equal(dialogueRoom({ contextTokens: 8_192 }, settings).tokens, 8_192 - 192 - 4 * 256)
    t.end()
  },
)
