import fc from 'fast-check'
import t from 'tap'
import { passageParts } from '../../../src/spec/text/passage-parts.ts'
import { slice } from '../../../src/spec/span.ts'

const partsOf = (text: string): readonly (readonly [string, string])[] =>
  passageParts(text).map((part) => [part.kind, slice(text, part)])

const passages = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.lorem({ mode: 'sentences', maxCount: 4 }),
      fc.constantFrom('- item. Two.', '  3) third', '| a | b |', '```js', '```', '~~~', '\r', ''),
    ),
    { maxLength: 12 },
  )
  .map((lines) => lines.join('\n').toWellFormed())

void t.test('parts stand in order, and between them is white space alone', (t) => {
  fc.assert(
    fc.property(passages, (text) => {
      let last = 0
      for (const { start, end } of passageParts(text)) {
        if (start < last || end <= start || text.slice(last, start).trim() !== '') return false
        if (text.slice(start, end).trim() !== text.slice(start, end)) return false
        last = end
      }
      return text.slice(last).trim() === ''
    }),
    { numRuns: 400 },
  )
  t.end()
})

void t.test('a code block is one part with its fences, also where nothing closes it', (t) => {
  const code = '```js\n- not(an, item)\n\n| nor | a row |\n```'
  t.strictSame(partsOf(`Write this:\n\n${code}\nThen run it. It prints.`), [
    ['sentence', 'Write this:'],
    ['code', code],
    ['sentence', 'Then run it.'],
    ['sentence', 'It prints.'],
  ])
  t.strictSame(partsOf('~~~\nopen. Still open.'), [['code', '~~~\nopen. Still open.']])
  // The end of a block that began before the passage did.
  t.strictSame(partsOf('run()\n```\nThen stop it. It ends.').slice(-2), [
    ['sentence', 'Then stop it.'],
    ['sentence', 'It ends.'],
  ])
  t.end()
})

void t.test('a list item and a table row are one part each, whatever sentences they hold', (t) => {
  t.strictSame(partsOf('- One. Two.\n  1) Deep. Deeper.\n| a. b. | c |\n-5 degrees is cold.'), [
    ['item', '- One. Two.'],
    ['item', '1) Deep. Deeper.'],
    ['row', '| a. b. | c |'],
    ['sentence', '-5 degrees is cold.'],
  ])
  t.end()
})
