import t from 'tap'
import { fuseRanks } from '../../../src/search/ranking/fuse-ranks.ts'
import { indexTerms, queryTerms } from '../../../src/search/ranking/terms.ts'
import { foldDuplicates } from '../../../src/search/ranking/likeness.ts'

void t.test('an identifier stands whole and in parts', (t) => {
  t.equal(indexTerms('bodyLimit'), 'bodylimit body limit')
  t.equal(indexTerms('HTTPServer'), 'httpserver http server')
  t.equal(indexTerms('FST_ERR_CTP'), 'fsterrctp fst err ctp')
  t.equal(indexTerms('max-age'), 'maxage max age')
  t.equal(indexTerms('Fastify accepts JSON.'), 'fastify accepts json')
  t.end()
})

void t.test('apostrophes and accents do not break words', (t) => {
  t.equal(indexTerms("don't naïve Köln"), "don't naïve köln")
  t.end()
})

void t.test('scripts without spaces become words', (t) => {
  t.ok(indexTerms('東京は日本の首都です').split(' ').includes('首都'))
  t.equal(indexTerms('!? …'), '')
  t.end()
})

void t.test('a query keeps the words of its subject', (t) => {
  t.equal(queryTerms('How do I set a bodyLimit in Fastify?'), 'set bodylimit body limit fastify')
  t.equal(queryTerms('to be'), 'to be')
  t.equal(queryTerms('?!'), '')
  t.end()
})

void t.test('fusion ranks what both lists hold above what one holds', (t) => {
  const fused = fuseRanks([{ keys: ['a', 'b', 'c'] }, { keys: ['d', 'b'] }])
  t.same(
    fused.map(({ key }) => key),
    ['b', 'a', 'd', 'c'],
  )
  t.end()
})

void t.test('of two texts that say the same, the better-ranked one stays', (t) => {
  const kept = foldDuplicates([
    { id: 1, text: 'The body limit is one mebibyte by default.' },
    { id: 2, text: 'the body limit is one mebibyte, by default' },
    { id: 3, text: 'The body limit is two mebibytes in this other server.' },
  ])
  t.same(
    kept.map(({ item }) => item.id),
    [1, 3],
  )
  t.same(
    kept.map(({ copies }) => copies.map(({ id }) => id)),
    [[2], []],
  )
  t.end()
})
