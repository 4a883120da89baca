import { demoPaths } from '../../src/search/files/demo-corpus.ts'
import { openDocumentIndex } from '../../src/search/index/document-index.ts'
import { indexPaths } from '../../src/search/files/index-paths.ts'
import type { Encoder } from '../../src/spec/encoder.ts'
import { DEMO_QUESTIONS } from './demo-questions.ts'
import type { Row } from '../lib/row.ts'

const FIRST = 5

/** The documentation of the installed packages, indexed and asked; questions that fail are printed. */
export const measureDemo = async (encoder: Encoder, folder: string): Promise<readonly Row[]> => {
  const index = await openDocumentIndex({ dataDir: folder, encoder })
  const { added, passages, ms } = await indexPaths(index, await demoPaths(), { collection: 'demo' })
  let [pages, answers] = [0, 0]
  for (const { text, page, says } of DEMO_QUESTIONS) {
    const hits = await index.search(text, FIRST)
    const onPage = hits.filter(({ url }) => page.test(url))
    const answering = onPage.filter((hit) => says.test(`${hit.title} ${hit.text}`))
    if (onPage.length > 0) pages += 1
    if (answering.length > 0) answers += 1
    else console.error(text, '\n ', hits.map((hit) => `${hit.url}: ${hit.title}`).join('\n  '))
  }
  await index.close()
  const n = DEMO_QUESTIONS.length
  return [
    {
      name: `demo: indexing ${added} documents, ${passages} passages`,
      value: ms / 1000,
      unit: 's',
    },
    { name: `demo: right page among the first ${FIRST}, n = ${n}`, value: pages / n, unit: '' },
    { name: `demo: answering passage among the first ${FIRST}`, value: answers / n, unit: '' },
  ]
}
