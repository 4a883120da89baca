import t from 'tap'
import { demoPaths } from '../../../src/search/files/demo-corpus.ts'
import { openDocumentIndex } from '../../../src/search/index/document-index.ts'
import { indexPaths } from '../../../src/search/files/index-paths.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'

/** A question, and what a passage of the first three must come from and say. */
const QUESTIONS: readonly (readonly [string, RegExp, RegExp])[] = [
  ['How do I set a body size limit in Fastify?', /fastify\/docs\/Reference/u, /bodyLimit/u],
  ["What does undici's MockAgent do?", /undici\/docs\/docs\/api\/MockAgent/u, /MockAgent/u],
  ['What does reply.hijack do?', /fastify\/docs\/Reference/u, /hijack/u],
  ['How do I set a custom 404 handler?', /fastify\/docs/u, /setNotFoundHandler/u],
  ['How do I trust the X-Forwarded-For header?', /fastify\/docs/u, /trust ?Proxy/iu],
  ['Which undici option sets pipelining?', /undici/u, /pipelining/u],
  ['What is the maximum length of a route parameter?', /fastify/u, /maxParamLength/u],
]

// The encoder here knows words and no meaning: what is found is found by the keyword half.
void t.test('questions about software find the passage of its manual that answers', async (t) => {
  const index = await openDocumentIndex({ dataDir: t.testdir(), encoder: hashEncoder() })
  t.teardown(() => index.close())
  const manuals = (await demoPaths()).filter((path) => /(?:fastify|undici).docs$/u.test(path))
  const report = await indexPaths(index, manuals)
  t.same(report.failures, [])
  t.ok(report.passages > 1_500, `${report.passages} passages`)
  for (const [question, url, answer] of QUESTIONS) {
    const hits = await index.search(question, 3)
    const found = hits.some((hit) => url.test(hit.url) && answer.test(`${hit.title} ${hit.text}`))
    t.ok(
      found,
      `${question}\n${found ? '' : hits.map((hit) => `${hit.title}: ${hit.text}`).join('\n')}`,
    )
  }
})
