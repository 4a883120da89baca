import t from 'tap'
import { cutFacts } from '../../src/facts/cut-facts.ts'
import { checkFacts, factShare } from '../../src/facts/measure-facts.ts'
import { fakeRewardModel } from '../helpers/fakes.ts'

void t.test('a reply is cut into facts that stand for themselves', (t) => {
  t.strictSame(cutFacts('Ulm lies on the Danube and was founded in 854. It is old.'), [
    'Ulm lies on the Danube',
    'Ulm was founded in 854.',
    'It is old.',
  ])
  t.strictSame(cutFacts('The museum opens at nine; it closes at five.'), [
    'The museum opens at nine',
    'The museum closes at five.',
  ])
  t.strictSame(cutFacts('Ada Lovelace, who was a countess, wrote notes.').length, 2)
  t.strictSame(cutFacts('Bread and butter are cheap.'), ['Bread and butter are cheap.'])
  t.strictSame(cutFacts(''), [])
  t.end()
})

void t.test('facts are checked against all passages, and replies count alike', async (t) => {
  const passages = [{ text: 'Weather.' }, { text: 'The museum opens at nine. The museum is free.' }]
  const model = fakeRewardModel()
  const row = { question: 'When?', passages }
  const good = await checkFacts(model, { ...row, reply: 'The museum opens at nine.' })
  t.match(good, [{ support: 0.9 }])
  const mixed = await checkFacts(model, {
    ...row,
    reply: 'The museum is free. It is made of cheese. It is in Rome.',
  })
  t.strictSame(
    mixed.map(({ support }) => support),
    [0.9, 0.1, 0.1],
  )
  const share = factShare([good, mixed, []])
  t.match(share, { replies: 2, facts: 4 })
  t.ok(Math.abs(share.share - 2 / 3) < 1e-9)
  t.ok(share.interval[0] < share.share && share.share < share.interval[1])
})
