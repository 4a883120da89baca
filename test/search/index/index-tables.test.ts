import { join } from 'node:path'
import { connect } from '@lancedb/lancedb'
import t from 'tap'
import { openDocumentIndex } from '../../../src/search/index/document-index.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'

const GARDEN = { name: 'garden.md', text: '# Garden\n\nTomatoes want sun and water every day.' }
const ROSES = { name: 'roses.txt', text: 'Roses want to be cut in spring.' }

/** What a passage was stored as before its shown parts were joined in one column. */
const OLDER = { title: 5, text: 6, start: 3, end: 4 }

void t.test('an index whose passages lie in columns of their own is read on', async (t) => {
  const dataDir = t.testdir()
  const encoder = hashEncoder()
  const index = await openDocumentIndex({ dataDir, encoder })
  await index.add(GARDEN)
  const before = await index.search('water for tomatoes', 1)
  await index.close()

  const connection = await connect(join(dataDir, 'index', encoder.id))
  const passages = await connection.openTable('passages')
  await passages.addColumns(
    Object.entries(OLDER).map(([name, at]) => {
      const part = `split_part(passage, chr(31), ${at})`
      return { name, valueSql: at === 3 || at === 4 ? `cast(${part} as int)` : part }
    }),
  )
  await passages.dropColumns(['passage'])
  connection.close()

  const again = await openDocumentIndex({ dataDir, encoder })
  t.teardown(() => again.close())
  t.same(await again.search('water for tomatoes', 1), before)
  await again.add(ROSES)
  t.match(await again.search('when to cut roses', 1), [{ text: ROSES.text }])
})
