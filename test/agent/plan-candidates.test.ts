import fc from 'fast-check'
import t from 'tap'
import { planCandidates } from '../../src/agent/plan-candidates.ts'
import { evidenceOf } from '../helpers/fakes.ts'

void t.test(
  'the plan has n candidates: half cut out of the evidence, one that abstains, the rest sampled',
  (t) => {
    const evidence = [evidenceOf('a', 'A.'), evidenceOf('b', 'B.'), evidenceOf('c', 'C.')]
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.nat(3),
        fc.boolean(),
        (n, found, seeksFacts) => {
          const plan = planCandidates(n, evidence.slice(0, found), { seeksFacts })
          t.equal(plan.samples.length + plan.extracts + Number(plan.abstains), n)
          t.ok(plan.samples.every((set) => set < plan.evidenceSets.length))
          t.ok(plan.evidenceSets.every((_, set) => plan.samples.includes(set)))
        },
      ),
    )
    const { samples, evidenceSets, extracts, abstains } = planCandidates(8, evidence)
    t.strictSame(samples, [0, 1, 2])
    t.strictSame(evidenceSets[2], [], 'one is written without evidence')
    t.equal(extracts, 4)
    t.equal(abstains, true)
    const chat = planCandidates(8, evidence, { seeksFacts: false })
    t.strictSame(chat.samples, [0, 1, 2, 0, 3, 3, 3])
    t.equal(chat.extracts, 1)
    t.equal(chat.abstains, false)
    t.match(planCandidates(1, evidence), { samples: [0], extracts: 0, abstains: false })
    t.match(planCandidates(8, []), { evidenceSets: [[]], extracts: 0, abstains: false })
    t.end()
  },
)

void t.test('a larger model reads several snippets at once', (t) => {
  const evidence = ['a', 'b', 'c', 'd', 'e'].map((id) => evidenceOf(id, id))
  const { evidenceSets } = planCandidates(8, evidence, { perPrompt: 4 })
  const ids = evidenceSets.map((set) => set.map(({ id }) => id).join(''))
  t.strictSame(ids, ['abcd', 'e', ''])
  t.end()
})
