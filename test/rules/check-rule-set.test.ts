import t from 'tap'
import { checkRuleSet } from '../../src/rules/check-rule-set.ts'

const rule = (
  id: string,
  text: string,
  examples: Parameters<typeof checkRuleSet>[0][number]['examples'] = [],
) => ({
  id,
  text,
  examples,
})
const check =
  (...texts: string[]) =>
  () =>
    checkRuleSet(texts.map((text, i) => rule(`r${i}`, text)))
const code = 'INVALID_RULE_SET'

void t.test('a rule and its negation contradict each other, however they are put', (t) => {
  for (const [one, other] of [
    ['The reply mentions the price.', 'The reply does not mention the price.'],
    ['Never talk about the weather.', 'Always talk about the weather!'],
    ["The agent doesn't give opinions", 'The agent gives opinions.'],
  ] as const) {
    t.throws(check('Be kind.', one, other), { code, message: /r1 and r2 contradict/ })
  }
  t.end()
})

void t.test('the same text under two ids is refused, and so is one id twice', (t) => {
  t.throws(check('Be brief.', 'be  brief'), { code, message: /r0 and r1 say the same/ })
  const twice = () => checkRuleSet([rule('a', 'Be brief.'), rule('a', 'Be kind.')])
  t.throws(twice, { code, message: /a is named twice/ })
  t.end()
})

void t.test('an example cannot be both kept and broken', (t) => {
  const example = { user: 'Hi', reply: 'Hello!', kept: true }
  t.throws(() => checkRuleSet([rule('a', 'Greet.', [example, { ...example, kept: false }])]), {
    code,
    message: /kept and broken: "Hello!"/,
  })
  t.doesNotThrow(() => checkRuleSet([rule('a', 'Greet.', [example, example])]))
  t.end()
})

void t.test('rules on one subject are no contradiction', (t) => {
  t.doesNotThrow(check('The reply is short.', 'The reply is kind.', 'The reply is not rude.'))
  t.end()
})
