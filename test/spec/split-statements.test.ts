import fc from 'fast-check'
import t from 'tap'
import { slice } from '../../src/spec/span.ts'
import { splitStatements } from '../../src/spec/split-statements.ts'

const statementsOf = (text: string): string[] =>
  splitStatements(text).map((span) => slice(text, span))

void t.test('sentences are statements', (t) => {
  t.strictSame(statementsOf('It is 1 MiB. Set bodyLimit to change it! Why?'), [
    'It is 1 MiB.',
    'Set bodyLimit to change it!',
    'Why?',
  ])
  t.end()
})

void t.test('abbreviations, initials and list numbers end no statement', (t) => {
  t.strictSame(statementsOf('Dr. Who met J. Smith, e.g. in London. They left.'), [
    'Dr. Who met J. Smith, e.g. in London.',
    'They left.',
  ])
  t.strictSame(statementsOf('1. Open the file.\n2. Read it.'), ['1. Open the file.', '2. Read it.'])
  t.end()
})

void t.test('a statement may begin with a mark of code or markup', (t) => {
  t.strictSame(
    statementsOf('Use it. `listen()` starts. *Then* <b>wait</b>. <code>x</code> ends.'),
    ['Use it.', '`listen()` starts.', '*Then* <b>wait</b>.', '<code>x</code> ends.'],
  )
  t.strictSame(statementsOf('Pass a flag, e.g. `--port`.'), ['Pass a flag, e.g. `--port`.'])
  t.end()
})

void t.test('statements are in order, apart, trimmed, and hold all but white space', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const spans = splitStatements(text)
      const gaps = [...spans, { start: text.length, end: text.length }].map(({ start }, i) =>
        text.slice(spans[i - 1]?.end ?? 0, start),
      )
      t.ok(gaps.every((gap) => gap.trim() === ''))
      t.ok(spans.every((span) => slice(text, span) === slice(text, span).trim()))
    }),
  )
  t.end()
})
