import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { combineSources, fallBack } from '../../src/search/combine-sources.ts'
import type { Evidence } from '../../src/spec/evidence.ts'
import type { EvidenceSource } from '../../src/spec/evidence-source.ts'
import { AppError } from '../../src/spec/errors.ts'
import { drain } from '../helpers/drain.ts'

const evidence = (id: string, text = `text of ${id}`): Evidence => ({ id, text, source: 'test' })

const source = (
  id: string,
  items: readonly Evidence[],
  before: (signal?: AbortSignal) => Promise<unknown> = () => Promise.resolve(),
): EvidenceSource => ({
  id,
  async *find(_, { signal }) {
    await before(signal)
    yield { type: 'page', url: `https://${id}.example/`, status: 'ok' }
    return { evidence: items, failures: [] }
  },
  health: () => ({ id, status: 'ok', detail: `${id} works` }),
})

void t.test('the best of each source comes first, the same text once', async (t) => {
  const all = combineSources([
    source('a', [evidence('a1'), evidence('a2', 'The limit is one mebibyte by default.')]),
    source('b', [evidence('b1'), evidence('b2', 'The limit is one mebibyte, by default')]),
  ])
  const { evidence: found, events, failures } = await drain(all.find('q', { limit: 8 }))
  t.same(
    found.map(({ id }) => id),
    ['a1', 'b1', 'a2'],
  )
  t.equal(events.length, 2)
  t.same(failures, [])
  t.equal((await drain(all.find('q', { limit: 2 }))).evidence.length, 2)
})

void t.test('a source that throws or is late is named, and the others answer', async (t) => {
  let stopped = false
  const all = combineSources(
    [
      source('good', [evidence('g1')]),
      source('broken', [], () => Promise.reject(new Error('no key'))),
      source('slow', [evidence('s1')], async (signal) => {
        await pause(5_000, undefined, { signal }).catch(() => (stopped = true))
        throw new AppError('ABORTED', 'stopped')
      }),
    ],
    { budgetMs: 100 },
  )
  const started = performance.now()
  const found = await drain(all.find('q', { limit: 8 }))
  t.ok(performance.now() - started < 1_000)
  t.same(
    found.evidence.map(({ id }) => id),
    ['g1'],
  )
  t.match(found.failures, [
    { source: 'broken', reason: 'no key' },
    { source: 'slow', reason: 'took longer than 100 ms' },
  ])
  await pause(10)
  t.ok(stopped, 'the slow source was told to stop')
})

void t.test('a caller who leaves aborts all of them', async (t) => {
  const stop = new AbortController()
  const all = combineSources([source('slow', [], (signal) => pause(5_000, undefined, { signal }))])
  setTimeout(() => stop.abort(), 20)
  await t.rejects(drain(all.find('q', { limit: 1, signal: stop.signal })), { code: 'ABORTED' })
})

void t.test('the health of all is that of the best, told of each', (t) => {
  const down: EvidenceSource = {
    ...source('wiki', []),
    health: () => ({ id: 'wiki', status: 'down', detail: 'there is no network' }),
  }
  const health = combineSources([down, source('local', [])]).health()
  t.match(health, { status: 'ok', detail: 'wiki: there is no network; local: local works' })
  t.equal(combineSources([]).health().status, 'off')
  t.end()
})

void t.test('no sources give no evidence', async (t) => {
  const { evidence: found } = await drain(combineSources([]).find('q', { limit: 3 }))
  t.same(found, [])
})

void t.test(
  'only the sources that are named are asked, and with a filter those that keep to it',
  async (t) => {
    const asked: string[] = []
    const noted = (id: string) => source(id, [], () => Promise.resolve(asked.push(id)))
    const all = combineSources([
      { ...noted('local'), filters: true },
      noted('wiki'),
      fallBack('web', [noted('first'), noted('second')]),
    ])
    const ask = async (options: object) => {
      asked.length = 0
      await drain(all.find('q', { limit: 2, ...options }))
      return asked.toSorted()
    }
    t.strictSame(await ask({}), ['first', 'local', 'second', 'wiki'])
    t.strictSame(await ask({ sources: ['wiki', 'second'] }), ['second', 'wiki'])
    t.strictSame(await ask({ filter: { collection: 'mine' } }), ['local'])
    t.strictSame(await ask({ filter: {}, sources: ['wiki'] }), [])
  },
)
