import fc from 'fast-check'
import t from 'tap'
import { rememberEncoded } from '../../../src/inference/files/remember-encoded.ts'

const codesOf = (text: string): readonly number[] =>
  Array.from(text, (one) => one.codePointAt(0) ?? 0)

void t.test('what was encoded before is known, and the same', (t) => {
  let calls = 0
  const encode = rememberEncoded((text) => {
    calls += 1
    return codesOf(text)
  })
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 })), (texts) => {
      for (const text of texts) t.strictSame(encode(text), codesOf(text))
    }),
  )
  const before = calls
  t.equal(encode('once'), encode('once'))
  t.equal(calls, before + 1)
  t.end()
})

void t.test(
  'what was asked for longest ago is forgotten, and very long texts are not kept',
  (t) => {
    const asked: string[] = []
    const encode = rememberEncoded((text) => {
      asked.push(text[0] ?? '')
      return [text.length]
    })
    const text = (first: string, length = 30_000): string => first.padEnd(length, '.')
    for (const first of 'abcdefghijklm') encode(text(first))
    encode(text('a'))
    encode(text('n'))
    asked.length = 0
    for (const first of 'an') encode(text(first))
    t.strictSame(asked, [], 'asked for of late')
    encode(text('b'))
    t.strictSame(asked, ['b'])
    for (let i = 0; i < 2; i += 1) encode(text('z', 50_000))
    t.strictSame(asked, ['b', 'z', 'z'])
    t.end()
  },
)
