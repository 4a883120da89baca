import fc from 'fast-check'
import t from 'tap'
import { claimsOf, withoutMarkers } from '../../../src/spec/text/claims.ts'
import { splitStatements } from '../../../src/spec/text/split-statements.ts'

const wordsOf = (text: string): string[] => claimsOf(text).map(({ words }) => words)

void t.test('markers of lists, headings and emphasis say nothing', (t) => {
  t.strictSame(
    wordsOf('## Setting up\n\n1. Open **the** file.\n2. _Read_ it.\n- [x] Done\n* > Go'),
    ['Setting up', 'Open the file.', 'Read it.', 'Done', 'Go'],
  )
  t.strictSame(wordsOf('**Step 1:** Knock.\nStep 2 - Enter.\n(3) Sit.\nb) Wait.\niv) Leave.'), [
    'Knock.',
    'Enter.',
    'Sit.',
    'Wait.',
    'Leave.',
  ])
  t.strictSame(wordsOf('Do this: 1. Open it. 2. Read it.'), ['Do this:', 'Open it.', 'Read it.'])
  t.strictSame(wordsOf('One.\n\n---\n\n| a | b |\n|---|---|'), ['One.', '', '| a | b |', ''])
  t.end()
})

void t.test('what only looks like a marker stays', (t) => {
  for (const said of [
    'It is 2*3*4 or a * b * c.',
    'Copy *.ts and *.js.',
    'Set max_body_size in __init__.',
    'Type `**x** _y_`.',
    'A. Smith built it.',
    '-5 degrees',
    '3.5 metres',
  ])
    t.equal(withoutMarkers(said), said)
  t.end()
})

void t.test('a number that no list goes on from is to be found, one of a list is not', (t) => {
  const valuesOf = (text: string): string[] => claimsOf(text).map(({ values }) => values)
  t.strictSame(valuesOf('42. So many arches has it.'), ['42. So many arches has it.'])
  t.strictSame(valuesOf('3. Wait.\n4. Go.'), ['Wait.', 'Go.'])
  t.strictSame(valuesOf('1. Wait.\n1. Go.'), ['Wait.', 'Go.'])
  t.end()
})

void t.test('a block of code says its code, and a fence nothing', (t) => {
  t.strictSame(wordsOf('Run:\n```sh\nnpm ci\nnpm start\n```'), ['Run:', 'npm ci\nnpm start'])
  t.strictSame(wordsOf('npm ci;\n```\nThen wait.'), ['npm ci;', '', 'Then wait.'])
  t.end()
})

void t.test('claims are the statements, and say no more than these', (t) => {
  const mark = fc.constantFrom(
    '1. ',
    '- ',
    '**',
    '*',
    '_',
    '`',
    '```',
    '\n',
    '# ',
    'a',
    ' ',
    '2) ',
    '.',
  )
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 30 }), (marks) => {
      const text = marks.join('')
      const spans = claimsOf(text).map(({ start, end }) => ({ start, end }))
      t.strictSame(spans, [...splitStatements(text)])
      t.ok(claimsOf(text).every(({ words }) => words.length <= text.length))
    }),
  )
  t.end()
})
