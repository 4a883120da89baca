import t from 'tap'
import { openDocumentIndex } from '../../../src/search/index/document-index.ts'
import { extractText } from '../../../src/search/pages/extract-text.ts'
import { sheetsOf } from '../../../src/search/pages/sheets.ts'
import { sheetAt } from '../../../src/spec/evidence.ts'
import { hashEncoder } from '../../helpers/hash-encoder.ts'
import { tinyPdf } from '../../helpers/tiny-pdf.ts'

const bytes = tinyPdf(['The mill was built by Anna.', '', 'The mill opens at 9 on Sunday.'])
const about = { name: 'mill.pdf', mediaType: 'application/pdf', url: 'https://mill.example/' }

void t.test('a passage of a PDF tells the numbers of its pages', async (t) => {
  const page = await extractText({ ...about, content: bytes })
  t.equal(page.sheets?.at(-1), page.text.indexOf('The mill opens'))
  const documents = await openDocumentIndex({ dataDir: t.testdir(), encoder: hashEncoder() })
  t.teardown(() => documents.close())
  await documents.add({ ...about, bytes })
  await documents.add({ name: 'notes.txt', text: 'The mill is closed on Monday.' })
  const hits = await documents.search('When does the mill open on Sunday?', 5)
  t.ok(hits.some(({ sheets }) => sheets === undefined))
  const hit = hits.find(({ sheets }) => sheets !== undefined)
  if (hit?.sheets === undefined) throw new Error('no passage of the PDF was found')
  t.strictSame(hit.sheets, sheetsOf(page.sheets ?? [], hit))
  const place = { hash: hit.pageHash, start: hit.start, end: hit.end, sheets: hit.sheets }
  t.equal(sheetAt(place, hit.text.indexOf('opens')), 3)
})

void t.test('pages are told of a span, and empty ones are passed over', (t) => {
  const begins = [0, 10, 20, 20]
  t.strictSame(sheetsOf(begins, { start: 12, end: 18 }), [{ number: 2, from: 0 }])
  t.strictSame(sheetsOf(begins, { start: 12, end: 30 }), [
    { number: 2, from: 0 },
    { number: 4, from: 8 },
  ])
  t.strictSame(sheetsOf([], { start: 0, end: 5 }), [])
  t.equal(sheetAt({ hash: '', start: 0, end: 5 }, 2), undefined)
  t.end()
})
