import fc from 'fast-check'
import t from 'tap'
import { fitDialogue } from '../../src/agent/fit-dialogue.ts'
import type { Turn } from '../../src/spec/turn.ts'
import { fakeLanguageModel } from '../helpers/fakes.ts'

const user = (text: string): Turn => ({ participant: 'user', text })

void t.test('a fitted dialogue keeps its end and stays within the budget', (t) => {
  const model = fakeLanguageModel()
  const dialogue = fc.array(
    fc.array(fc.string({ unit: 'grapheme' })).map((words) => user(`x ${words.join(' ')}`)),
    { minLength: 1, maxLength: 6 },
  )
  fc.assert(
    fc.property(dialogue, fc.integer({ min: 10, max: 60 }), (given, budget) => {
      const { dialogue: kept, dropped } = fitDialogue(given, budget, model)
      const whole = given.at(-1)?.text ?? ''
      t.ok(whole.endsWith(kept.at(-1)?.text ?? 'none'))
      t.equal(kept.length + dropped.turns, given.length)
      const tokens = kept.reduce((sum, turn) => sum + model.countTokens(turn.text), 0)
      t.ok(tokens <= budget)
    }),
  )
  t.end()
})
