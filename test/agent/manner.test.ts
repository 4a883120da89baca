import t from 'tap'
import { inManner, mannerOf } from '../../src/agent/manner.ts'
import type { Turn } from '../../src/spec/turn.ts'
import { evidenceOf } from '../helpers/fakes.ts'

const user = (text: string): Turn => ({ participant: 'user', text })
const agent = (text: string): Turn => ({ participant: 'agent', text })
const evidence = [evidenceOf('a', 'The default port is 3000. Note: it must be free.')]

void t.test('what a user asked each reply to end or begin with is seen in the samples', (t) => {
  const asked = [user('Please call me Captain in every reply.'), agent('All right, Captain.')]
  const dialogue = [...asked, user('What is the default port?')]
  const samples = ['It is 3000, Captain.', 'It is 3000, Captain.', 'The default port is 3000.']
  const manner = mannerOf(samples, dialogue, evidence)
  t.strictSame(manner, { end: ', Captain.' })
  t.equal(inManner('The default port is 3000.', manner), 'The default port is 3000, Captain.')
  t.equal(inManner('It is 3000, Captain.', manner), 'It is 3000, Captain.')
  t.equal(inManner('bodyLimit: 1', manner), 'bodyLimit: 1, Captain.')

  const over = [user('End every answer with "Over." What is the port?')]
  const ended = mannerOf(['It is 3000. Over.', 'The port is 3000. Over.'], over, evidence)
  t.strictSame(ended, { end: '. Over.' })
  t.equal(inManner('The default port is 3000.', ended), 'The default port is 3000. Over.')

  const begun = mannerOf(
    ['Answer: It is 3000.', 'Answer: 3000.'],
    [user('Start every answer with "Answer:".'), user('Which port?')],
    evidence,
  )
  t.strictSame(begun, { start: 'Answer:' })
  t.equal(inManner('The default port is 3000.', begun), 'Answer: The default port is 3000.')
  t.equal(inManner('The port is 3000.', { start: 'Captain,' }), 'Captain, the port is 3000.')
  t.equal(inManner('I found nothing.', { start: 'Captain,' }), 'Captain, I found nothing.')
  t.end()
})

void t.test('what nobody asked for is left alone', (t) => {
  const dialogue = [user('Note that I need the port. What is it, by default?')]
  const unasked = ['It is 3000, of course.', 'The port is 3000, of course.']
  t.strictSame(mannerOf(unasked, dialogue, evidence), {}, 'a turn of phrase')
  const copied = ['Note: it is 3000.', 'Note: the port is 3000.']
  t.strictSame(mannerOf(copied, dialogue, evidence), {}, 'words of the evidence')
  const rare = ['It is 3000, by default.', 'It is 3000.', 'The port is 3000.', '3000.']
  t.strictSame(mannerOf(rare, dialogue, evidence), {}, 'one sample alone')
  const parting = [user('I wrote a goodbye letter.')]
  const echoes = ['Goodbye! Ask me again.', 'Goodbye! All the best.', 'Please call a crisis line.']
  t.strictSame(mannerOf(echoes, parting, []), {}, 'an echo of the last turn')
  t.equal(inManner('It is 3000.', {}), 'It is 3000.')
  t.strictSame(mannerOf([], [], []), {})
  t.end()
})
