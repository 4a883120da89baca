import fc from 'fast-check'
import t from 'tap'
import { contentWords, coverage } from '../../src/agent/passages/content-words.ts'
import { findEvidence } from '../../src/agent/gather-evidence.ts'
import { fitDialogue } from '../../src/agent/fit-dialogue.ts'
import { planCandidates } from '../../src/agent/plan-candidates.ts'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import { streamReply } from '../../src/agent/compose-reply.ts'
import { withoutEchoes } from '../../src/agent/score-candidates.ts'
import { completeQuery } from '../../src/agent/complete-query.ts'
import { writeQueries } from '../../src/agent/write-queries.ts'
import type { EvidenceSource } from '../../src/spec/evidence-source.ts'
import type { Turn } from '../../src/spec/turn.ts'
import { evidenceOf, fakeLanguageModel } from '../helpers/fakes.ts'

const user = (text: string): Turn => ({ participant: 'user', text })

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

void t.test('a fitted dialogue keeps its end and stays within the budget', (t) => {
  const model = fakeLanguageModel()
  const dialogue = fc.array(
    fc.array(fc.string({ unit: 'grapheme' })).map((words) => user(`x ${words.join(' ')}`)),
    { minLength: 1, maxLength: 6 },
  )
  fc.assert(
    fc.property(dialogue, fc.integer({ min: 10, max: 60 }), (given, budget) => {
      const { dialogue: kept, dropped } = fitDialogue(given, budget, model)
      const whole = given.at(-1)?.text ?? ''
      t.ok(whole.endsWith(kept.at(-1)?.text ?? 'none'))
      t.equal(kept.length + dropped.turns, given.length)
      const tokens = kept.reduce((sum, turn) => sum + model.countTokens(turn.text), 0)
      t.ok(tokens <= budget)
    }),
  )
  t.end()
})

void t.test('content words fold case, plurals and camelCase', (t) => {
  t.strictSame([...contentWords('How do I set the bodyLimits?')], ['set', 'body', 'limit'])
  t.equal(coverage(contentWords('body limit'), contentWords('the bodyLimit option')), 1)
  t.equal(coverage(contentWords('the'), contentWords('anything')), 0)
  t.end()
})

void t.test(
  'queries: the written one first, then the turn before with it, then the own words',
  async (t) => {
    const dialogue = [user('Tell me of Fastify.'), user('How does it  log?')]
    const write = (text: string) =>
      writeQueries(
        fakeLanguageModel(() => text),
        dialogue,
        DEFAULT_SETTINGS,
      )
    const own = ['Tell me of Fastify. How does it log?', 'How does it log?']
    t.strictSame(await write('fastify log'), ['fastify log?', ...own])
    t.strictSame(await write('cats and dogs'), own, 'nothing from nowhere')
    t.strictSame(await write(''), own)
  },
)

void t.test(
  'a first question is searched in its own words, and nobody writes another',
  async (t) => {
    const neverAsked = fakeLanguageModel()
    const queries = await writeQueries(neverAsked, [user('How does\nit log?')], DEFAULT_SETTINGS)
    t.strictSame(queries, ['How does it log?'])
  },
)

void t.test(
  'whatever is written, the own words are searched and every query stays on the topic',
  async (t) => {
    const dialogue = [user('Tell me of Fastify.'), user('How does it log?')]
    const topic = contentWords('Tell me of Fastify. How does it log?')
    await fc.assert(
      fc.asyncProperty(fc.lorem(), fc.boolean(), async (text, keepOwn) => {
        const model = fakeLanguageModel(() => text)
        const settings = { ...DEFAULT_SETTINGS, completeQuery: keepOwn }
        const queries = await writeQueries(model, dialogue, settings)
        t.equal(queries.at(-1), 'How does it log?')
        t.ok(queries.every((query) => coverage(contentWords(query), topic) >= 0.5))
      }),
    )
  },
)

void t.test('a follow-up gets words of the dialogue, and keeps its own', (t) => {
  const topic = contentWords(
    'Tell me of Kurt Warner and the Cardinals.\nDid they win the bowl in 2009?',
  )
  const complete = (turn: string, written: string) => completeQuery(turn, written, topic)
  t.equal(
    complete('Did they win the bowl in 2009?', 'Did the Cardinals win the bowl?'),
    'Did the Cardinals win the bowl in 2009?',
  )
  t.equal(complete('Was he old?', 'Was Kurt Warner old?'), 'Was Kurt Warner old?')
  t.equal(complete('How did he throw?', 'How did Joe Montana throw?'), 'How did he throw?')
  t.equal(complete('And money?', ''), 'And money?')
  t.equal(
    complete('Did they win?', 'Did they win the bowl with Kurt Warner?'),
    'Did they win?',
    'what is only put behind the turn would make it another question',
  )
  t.equal(
    complete('Did they win?', 'Did they win with Kurt Warner?'),
    'Did they win with Kurt Warner?',
  )
  fc.assert(
    fc.property(fc.array(fc.lorem()), fc.array(fc.lorem()), (turn, written) => {
      const words = contentWords(complete(turn.join(' '), written.join(' ')))
      return [...contentWords(turn.join(' '))].every((word) => words.has(word))
    }),
  )
  t.end()
})

void t.test('a streamed reply is the reply, whatever its white space', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const parts = [...streamReply({ text, citations: [], statements: [], abstained: false })]
      const joined = parts.map((event) => (event.type === 'reply-delta' ? event.text : '')).join('')
      t.equal(joined, text.trim() === '' ? '' : text)
    }),
  )
  t.end()
})

void t.test(
  'queries run side by side; what they find is in the order of the queries',
  async (t) => {
    let open: () => void = () => undefined
    const secondAsked = new Promise<void>((resolve) => (open = resolve))
    const source: EvidenceSource = {
      id: 'slow',
      async *find(query) {
        if (query === 'second') open()
        else await secondAsked
        yield { type: 'search-results', results: [] }
        return { evidence: [evidenceOf(query, query), evidenceOf('both', 'x')], failures: [] }
      },
      health: () => ({ id: 'slow', status: 'ok', detail: '' }),
    }
    const search = findEvidence(source, ['first', 'second'], { limit: 3 })
    for (let step = await search.next(); ; step = await search.next()) {
      if (!step.done) continue
      const ids = step.value.evidence.map(({ id }) => id)
      t.strictSame(ids, ['first', 'second', 'both'])
      break
    }
  },
)

void t.test('a larger model reads several snippets at once', (t) => {
  const evidence = ['a', 'b', 'c', 'd', 'e'].map((id) => evidenceOf(id, id))
  const { evidenceSets } = planCandidates(8, evidence, { perPrompt: 4 })
  const ids = evidenceSets.map((set) => set.map(({ id }) => id).join(''))
  t.strictSame(ids, ['abcd', 'e', ''])
  t.end()
})

void t.test('a statement that only repeats the question claims nothing', (t) => {
  const reply = 'Set the body limit. Use bodyLimit in bytes.'
  const spans = [
    { start: 0, end: 19 },
    { start: 20, end: 43 },
  ]
  const statements = spans.map((span) => ({ ...span, checkable: true, support: 0.9 }))
  const reward = { preference: 0, rules: {}, support: 0.9, statements }
  const read = withoutEchoes(reward, reply, 'How do I set the body limit?')
  t.match(read.statements, [
    { checkable: false, support: null },
    { checkable: true, support: 0.9 },
  ])
  t.equal(withoutEchoes(reward, reply, 'Set the body limit in bytes, use it').support, 0.9)
  t.end()
})
