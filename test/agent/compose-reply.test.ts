import fc from 'fast-check'
import t from 'tap'
import { streamReply } from '../../src/agent/compose-reply.ts'

void t.test('a streamed reply is the reply, whatever its white space', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const parts = [...streamReply({ text, citations: [], statements: [], abstained: false })]
      const joined = parts.map((event) => (event.type === 'reply-delta' ? event.text : '')).join('')
      t.equal(joined, text)
    }),
  )
  t.end()
})
