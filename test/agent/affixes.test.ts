import t from 'tap'
import { withAffixes, affixesOf } from '../../src/agent/affixes.ts'
import type { Turn } from '../../src/spec/turn.ts'
import { evidenceOf } from '../helpers/fakes.ts'

const user = (text: string): Turn => ({ participant: 'user', text })
const agent = (text: string): Turn => ({ participant: 'agent', text })
const evidence = [evidenceOf('a', 'The default port is 3000. Note: it must be free.')]

void t.test('what a user asked each reply to end or begin with is seen in the samples', (t) => {
  const asked = [user('Please call me Captain in every reply.'), agent('All right, Captain.')]
  const dialogue = [...asked, user('What is the default port?')]
  const samples = ['It is 3000, Captain.', 'It is 3000, Captain.', 'The default port is 3000.']
  const affixes = affixesOf(samples, dialogue, evidence)
  t.strictSame(affixes, { end: ', Captain.' })
  t.equal(withAffixes('The default port is 3000.', affixes), 'The default port is 3000, Captain.')
  t.equal(withAffixes('It is 3000, Captain.', affixes), 'It is 3000, Captain.')
  t.equal(withAffixes('bodyLimit: 1', affixes), 'bodyLimit: 1, Captain.')

  const over = [user('End every answer with "Over." What is the port?')]
  const ended = affixesOf(['It is 3000. Over.', 'The port is 3000. Over.'], over, evidence)
  t.strictSame(ended, { end: '. Over.' })
  t.equal(withAffixes('The default port is 3000.', ended), 'The default port is 3000. Over.')

  const begun = affixesOf(
    ['Answer: It is 3000.', 'Answer: 3000.'],
    [user('Start every answer with "Answer:".'), user('Which port?')],
    evidence,
  )
  t.strictSame(begun, { start: 'Answer:' })
  t.equal(withAffixes('The default port is 3000.', begun), 'Answer: The default port is 3000.')
  t.equal(withAffixes('The port is 3000.', { start: 'Captain,' }), 'Captain, the port is 3000.')
  t.equal(withAffixes('I found nothing.', { start: 'Captain,' }), 'Captain, I found nothing.')
  t.end()
})

void t.test('what nobody asked for is left alone', (t) => {
  const dialogue = [user('Note that I need the port. What is it, by default?')]
  const unasked = ['It is 3000, of course.', 'The port is 3000, of course.']
  t.strictSame(affixesOf(unasked, dialogue, evidence), {}, 'a turn of phrase')
  const copied = ['Note: it is 3000.', 'Note: the port is 3000.']
  t.strictSame(affixesOf(copied, dialogue, evidence), {}, 'words of the evidence')
  const rare = ['It is 3000, by default.', 'It is 3000.', 'The port is 3000.', '3000.']
  t.strictSame(affixesOf(rare, dialogue, evidence), {}, 'one sample alone')
  const parting = [user('I wrote a goodbye letter.')]
  const echoes = ['Goodbye! Ask me again.', 'Goodbye! All the best.', 'Please call a crisis line.']
  t.strictSame(affixesOf(echoes, parting, []), {}, 'an echo of the last turn')
  t.equal(withAffixes('It is 3000.', {}), 'It is 3000.')
  t.strictSame(affixesOf([], [], []), {})
  t.end()
})
