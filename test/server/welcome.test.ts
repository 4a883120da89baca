import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DocumentRecord } from '../../src/spec/search.ts'
import t from 'tap'
import { draftQuestions } from '../../src/server/welcome/draft-questions.ts'
import { keepSuggestions } from '../../src/server/welcome/keep-suggestions.ts'
import { createSuggestions } from '../../src/server/welcome/suggest-questions.ts'
import { replyOf } from '../helpers/fake-services.ts'

void t.test('questions are drafted from what a page asks, tells and defines', (t) => {
  const cases: [string, string[]][] = [
    ['# How do I reset my password?\n\nOpen the settings.', ['How do I reset my password?']],
    ['## 도서관은 언제 여나요?\n\n아홉 시에 엽니다.', ['도서관은 언제 여나요?']],
    ['# ¿Cuándo abre la biblioteca?\n\nA las nueve.', ['¿Cuándo abre la biblioteca?']],
    ['The library opens at nine.', ['When does the library open?']],
    ['Kestrel Mill was built in 1874 by the river.', ['When was Kestrel Mill built?']],
    ['A dunnock is a small bird of hedges.', ['What is a dunnock?']],
    [
      'bodyLimit\nDefault: 1048576\n\nDefines the maximum payload.',
      ['What does bodyLimit define?'],
    ],
    ['This is a test. It is the best. The following is a list.', []],
    ['The error property is a string. Given that all in it is a list, go on.', []],
    ['', []],
  ]
  for (const [page, wanted] of cases)
    t.strictSame(
      draftQuestions(page).map(({ text }) => text),
      wanted,
    )
  t.end()
})

const recordOf = (id: string): DocumentRecord => ({
  id,
  collection: 'default',
  name: id,
  url: `document:${id}`,
  title: id,
  mediaType: 'text/plain',
  contentHash: '',
  pageHash: id,
  addedAt: '2026-01-01T00:00:00Z',
  tags: [],
  published: '',
  passages: 1,
})
const text = 'The mill opens at nine. The mill was built in 1874. The mill costs 3 euros.'
const pageOf = (hash: string) => ({ hash, text: text.replaceAll('mill', hash), url: '', title: '' })

const settle = async (list: () => { readonly isTrying: boolean }): Promise<void> => {
  list()
  while (list().isTrying) await new Promise((resolve) => setTimeout(resolve, 5))
}

void t.test('only what a dry run answers from its own document is suggested', async (t) => {
  const records = ['mill', 'pond'].map(recordOf)
  const tried: string[] = []
  const { list, close } = createSuggestions({
    documents: {
      list: () => ({ documents: records, total: records.length }),
      get: (id) => records.find((one) => one.id === id),
      page: (hash) => Promise.resolve(pageOf(hash)),
    },
    isBusy: () => false,
    kept: keepSuggestions(t.testdir(), []),
    tryOut: (question) => {
      tried.push(question)
      const kind = question.startsWith('When') ? 'answer' : 'passages'
      // What is said of the pond is answered from the mill.
      const citation = {
        start: 0,
        end: 1,
        evidenceId: 'e',
        quote: 'x',
        quoteStart: 0,
        quoteEnd: 1,
        support: 1,
        url: 'document:mill',
      }
      return Promise.resolve({
        ...replyOf({ dialogueId: 'd', turnId: 't' }, 'x'),
        kind,
        citations: [citation],
      })
    },
  })
  t.teardown(close)
  await settle(list)
  t.strictSame(
    list().questions.map((one) => one.text),
    ['When does the mill open?', 'When was the mill built?'],
  )
  t.equal(new Set(tried).size, tried.length)
  const count = tried.length
  await settle(list)
  t.equal(tried.length, count, 'the same documents are not tried again')
  records.shift()
  t.strictSame(list().questions, [], 'a question goes with its document')
})

void t.test('people who ask come before dry runs', async (t) => {
  const state = { isBusy: true, tries: 0 }
  const { list, close } = createSuggestions({
    documents: {
      list: () => ({ documents: [recordOf('mill')], total: 1 }),
      get: recordOf,
      page: (hash) => Promise.resolve(pageOf(hash)),
    },
    isBusy: () => state.isBusy,
    kept: keepSuggestions(t.testdir(), []),
    tryOut: () => {
      state.tries += 1
      return Promise.resolve(replyOf({ dialogueId: 'd', turnId: 't' }, 'x'))
    },
  })
  list()
  await new Promise((resolve) => setTimeout(resolve, 30))
  t.equal(state.tries, 0)
  await close()
  t.equal(state.tries, 0)
})

void t.test('what was found is there after a restart, while the same models answer', async (t) => {
  const folder = t.testdir()
  const questions = [{ text: 'When does the mill open?', documentId: 'mill', title: 'mill' }]
  await keepSuggestions(folder, [{ id: 'a-model' }]).write(questions)
  t.strictSame(await keepSuggestions(folder, [{ id: 'a-model' }]).read(), questions)
  t.strictSame(await keepSuggestions(folder, [{ id: 'another' }]).read(), [])
  const { list, close } = createSuggestions({
    documents: {
      list: () => ({ documents: [recordOf('mill')], total: 1 }),
      get: recordOf,
      page: () => Promise.resolve({ ...pageOf('mill'), text: 'Nothing to ask.' }),
    },
    isBusy: () => false,
    tryOut: () => Promise.reject(new Error('nothing is tried')),
    kept: keepSuggestions(folder, [{ id: 'a-model' }]),
  })
  await settle(list)
  t.strictSame(list().questions, questions)
  await close()
  await writeFile(join(folder, 'welcome.json'), '{"by":')
  t.strictSame(await keepSuggestions(folder, [{ id: 'a-model' }]).read(), [])
})
