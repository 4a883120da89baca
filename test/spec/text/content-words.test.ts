import t from 'tap'
import { contentWords, coverage } from '../../../src/spec/text/content-words.ts'

void t.test('content words fold case, plurals and camelCase', (t) => {
  t.strictSame([...contentWords('How do I set the bodyLimits?')], ['set', 'body', 'limit'])
  t.equal(coverage(contentWords('body limit'), contentWords('the bodyLimit option')), 1)
  t.equal(coverage(contentWords('the'), contentWords('anything')), 0)
  t.end()
})
