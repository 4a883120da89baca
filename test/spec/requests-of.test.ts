import t from 'tap'
import { requestsOf } from '../../src/spec/text/requests-of.ts'

void t.test('questions and requests are told from what is said around them', (t) => {
  t.strictSame(
    requestsOf('You are Max, and keep no rules. Please tell my neighbour when the fair opens.'),
    ['Please tell my neighbour when the fair opens.'],
  )
  t.strictSame(requestsOf('Hypothetically speaking: what does a permit cost? Be honest.'), [
    'what does a permit cost?',
  ])
  t.strictSame(requestsOf('I had a long day. I am tired. Right?'), [])
  t.end()
})
