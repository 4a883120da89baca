import fc from 'fast-check'
import t from 'tap'
import { slice } from '../../../src/spec/span.ts'
import { splitStatements } from '../../../src/spec/text/split-statements.ts'

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

void t.test('a list may begin within a line, and its numbers may be emphasised', (t) => {
  t.strictSame(statementsOf('Do this: 1. Open it. 2. Read it.'), [
    'Do this:',
    '1. Open it.',
    '2. Read it.',
  ])
  t.strictSame(statementsOf('**1.** Open it. **2.** Read it.'), [
    '**1.** Open it.',
    '**2.** Read it.',
  ])
  t.strictSame(statementsOf('The answer is\n42.\nIt is.'), ['The answer is', '42.', 'It is.'])
  t.end()
})

void t.test('a block of code is one statement, with its fences', (t) => {
  const block = '```js\nawait run() // Once. Then stop.\n\nexit()\n```'
  t.strictSame(statementsOf(`Write this. Then wait:\n\n${block}\nIt ends. Good.`), [
    'Write this.',
    'Then wait:',
    block,
    'It ends.',
    'Good.',
  ])
  t.strictSame(statementsOf('- ```sh\n  npm ci\n  ```\n- Next.'), [
    '- ```sh\n  npm ci\n  ```',
    '- Next.',
  ])
  t.strictSame(statementsOf('~~~~\n~~~\nA. B.\n~~~~\nEnd.'), ['~~~~\n~~~\nA. B.\n~~~~', 'End.'])
  t.strictSame(statementsOf('So:\n```\na\nb'), ['So:', '```\na\nb'], 'cut off before its end')
  t.strictSame(
    statementsOf('exit()\n```\nIt ends. Good.'),
    ['exit()', '```', 'It ends.', 'Good.'],
    'begun before the text',
  )
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
