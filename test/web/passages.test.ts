import t from 'tap'
import { closestPart } from '../../web/turn/passages-view.js'

void t.test('what the reply quotes of a passage is found in it', (t) => {
  const passage = 'The mill\nopens  at nine (in May).\n\nIt closes at six.'
  const reply = [
    'I found no sure answer. These passages come closest:',
    '',
    '1. Hours: “The mill opens at nine (in May).”',
    '2. Hours > “Closing”: “It closes …”',
    '3. Elsewhere: “What is not there.”',
  ].join('\n')
  const part = (index: number): string => {
    const { start, end } = closestPart(passage, reply, index)
    return passage.slice(start, end)
  }
  t.equal(part(0), 'The mill\nopens  at nine (in May).')
  t.equal(part(2), '', 'what is not there is not marked')
  t.equal(part(3), '', 'nor is a passage that has no line')
  t.end()
})
