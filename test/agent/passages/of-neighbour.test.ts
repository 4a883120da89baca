import t from 'tap'
import { isOfNeighbour } from '../../../src/agent/passages/of-neighbour.ts'

const fees = { text: 'The east pier costs 14 euros a night. The west pier has a crane.' }

void t.test('a true statement about a neighbour is told from an answer', (t) => {
  t.ok(isOfNeighbour('What does the west pier cost?', 'The east pier costs 14 euros.', fees))
  t.notOk(isOfNeighbour('What does the east pier cost?', 'The east pier costs 14 euros.', fees))
  const hours = { text: 'The café opens at nine. Entry is free on Tuesdays.' }
  t.ok(isOfNeighbour('Is entry free on Fridays?', 'Entry is free on Tuesdays.', hours))
  t.ok(isOfNeighbour('When does the café close?', 'The café opens at nine.', hours))
  t.end()
})

void t.test('words of a title need not be said again, and a reply may refer back', (t) => {
  const crane = {
    title: 'West pier',
    text: 'The crane of the west pier is new. It lifts 14 tonnes.',
  }
  t.notOk(isOfNeighbour('How much does the crane lift?', 'It lifts 14 tonnes.', crane))
  t.notOk(isOfNeighbour('west pier crane new?', 'The crane is new.', crane))
  t.end()
})

void t.test('what a reply refers back to is what its number is said of', (t) => {
  const text =
    'The flag cacheLimit tells how many pages are kept; its default is 8. The flag cachePause tells the pause.'
  t.ok(isOfNeighbour('What is the default of cachePause?', 'Its default is 8.', { text }))
  t.notOk(isOfNeighbour('What is the default of cacheLimit?', 'Its default is 8.', { text }))
  t.end()
})

void t.test('a year is no count', (t) => {
  const text = 'The Turku yard has 40 workers. The Malmö yard was opened in 2015.'
  const asked = 'How many workers has the Malmö yard?'
  t.ok(isOfNeighbour(asked, 'The Malmö yard was opened in 2015.', { text }))
  t.notOk(isOfNeighbour('How many workers has the Turku yard?', 'It has 40.', { text }))
  t.notOk(isOfNeighbour('How many came to Malmö?', 'Twelve came to Malmö in 2015.', { text }))
  t.end()
})
