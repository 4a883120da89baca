import fc from 'fast-check'
import t from 'tap'
import { contentWords, coverage } from '../../src/spec/text/content-words.ts'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import { completeQuery, writeQueries } from '../../src/agent/write-queries.ts'
import type { Turn } from '../../src/spec/turn.ts'
import { fakeLanguageModel } from '../helpers/fakes.ts'

const user = (text: string): Turn => ({ participant: 'user', text })

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
