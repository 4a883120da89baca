import t from 'tap'
import {
  bestPart,
  readPassages,
  withoutReading,
} from '../../../src/agent/passages/read-passages.ts'
import { evidenceOf, fakeReader, readOf } from '../../helpers/fakes.ts'

// By the reader alone.
const plain = { answers: 1, place: 0, covered: 0, titled: 0, bias: 0 }
const options = { weights: plain, isRanked: true }

const dialogue = [{ participant: 'user' as const, text: 'When does the yard open?' }]

void t.test('what answers best comes first, what speaks to the agent last', async (t) => {
  const chances = [0.2, 0.99, 0.7, 0.98]
  const reader = fakeReader({
    read: (_, passages) =>
      Promise.resolve(passages.map((_one, i) => ({ answers: chances[i] ?? 0, parts: [] }))),
  })
  const flagged = (id: string) => ({ ...evidenceOf(id, id), flags: ['gives-orders'] })
  const given = [evidenceOf('a', 'a'), flagged('b'), evidenceOf('c', 'c'), flagged('d')]
  const read = await readPassages(reader, dialogue, given, options)
  t.strictSame(
    read.map(({ id, reading }) => [id, Number(reading.answers.toFixed(6))]),
    [
      ['c', 0.7],
      ['a', 0.2],
      ['b', 0.99],
      ['d', 0.98],
    ],
  )
  t.strictSame(read.map(withoutReading), [given[2], given[0], given[1], given[3]])
})

void t.test('passages that answer alike stay in the order of the search', async (t) => {
  const given = ['a', 'b', 'c'].map((id) => evidenceOf(id, 'Nothing of it.'))
  const read = await readPassages(fakeReader(), dialogue, given, options)
  t.strictSame(
    read.map(({ id }) => id),
    ['a', 'b', 'c'],
  )
})

void t.test(
  'place and words count beside the reader, places only where an index gave them',
  async (t) => {
    const given = [
      evidenceOf('a', 'Nothing of it.'),
      evidenceOf('b', 'The yard is shut.'),
      evidenceOf('c', 'The yard opens at nine.'),
    ]
    const alike = fakeReader({
      read: (_, passages) => Promise.resolve(passages.map(() => ({ answers: 0.5, parts: [] }))),
    })
    const order = async (weights: Partial<typeof plain>, isRanked = true) => {
      const reading = { weights: { ...plain, ...weights }, isRanked }
      const read = await readPassages(alike, dialogue, given, reading)
      return read.map(({ id }) => id).join('')
    }
    t.equal(await order({}), 'abc')
    t.equal(await order({ covered: 1 }), 'cba')
    t.equal(await order({ place: 1 }), 'cba')
    t.equal(await order({ place: 1 }, false), 'abc')
    t.equal(await order({ covered: 1, place: -9 }), 'abc')
  },
)

void t.test('nobody reads where nothing was found', async (t) => {
  const reader = fakeReader({ read: () => Promise.reject(new Error('asked to read')) })
  t.strictSame(await readPassages(reader, dialogue, [], options), [])
})

void t.test('the best part is where the answer most likely stands', (t) => {
  const text = 'The yard is shut. It opens at nine.'
  t.equal(bestPart(readOf(evidenceOf('a', text), 0.9, [0.2, 0.8])), 'It opens at nine.')
  t.equal(bestPart(readOf(evidenceOf('a', text), 0.9, [])), 'The yard is shut.')
  t.end()
})
