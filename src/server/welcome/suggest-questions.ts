import type { Agent } from '../../agent/agent.ts'
import { answerOnce } from '../../agent/answer-once.ts'
import type { RuleBook } from '../../rules/rule-book.ts'
import type { DocumentRecord } from '../../spec/search.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { once } from '../../base/once.ts'
import type { DocumentIndex } from '../../search/index/document-index.ts'
import type { Reply } from '../../spec/reply.ts'
import { draftQuestions, type Draft } from './draft-questions.ts'
import type { KeptSuggestions, Suggestion } from './keep-suggestions.ts'

export type Suggestions = {
  /** What was found so far; asking sets off the search for more, where there may be more. */
  readonly list: () => { readonly questions: readonly Suggestion[]; readonly isTrying: boolean }
  readonly close: () => Promise<void>
}

export type SuggestDeps = {
  readonly documents: Pick<DocumentIndex, 'list' | 'get' | 'page'>
  /** A turn that nobody asked and nothing keeps. */
  readonly tryOut: (question: string, signal: AbortSignal) => Promise<Reply>
  /** People come first. */
  readonly isBusy: () => boolean
  readonly kept: KeptSuggestions
}

const WANTED = 4
// Dry runs for one set of documents, and documents that are read for them.
const MOST_TRIES = 16
const MOST_DOCUMENTS = 40
const REST_MS = 500

const SHAPES: readonly Draft['shape'][] = ['asked', 'told', 'defined']

/** Answers a question as a turn that is kept nowhere, the same way each time that it is tried. */
export const tryOutWith =
  (agent: Pick<Agent, 'respond'>, rules: Pick<RuleBook, 'all'>): SuggestDeps['tryOut'] =>
  (question, signal) =>
    answerOnce(agent, {
      dialogue: [{ participant: 'user', text: question }],
      rules: rules.all(),
      options: { seed: 1, include: ['evidence'] },
      signal,
    })

/** Questions out of the documents, of which those are kept that are answered from the document that they came of. */
export const createSuggestions = ({
  documents,
  tryOut,
  isBusy,
  kept,
}: SuggestDeps): Suggestions => {
  const stopped = new AbortController()
  const tried = new Set<string>()
  let found: readonly Suggestion[] = []
  let running: Promise<void> | undefined
  let lookedAt = ''

  const recall = once(async () => {
    found = (await kept.read()).slice(0, WANTED)
    for (const { text } of found) tried.add(text)
  })
  const run = async (): Promise<void> => {
    await recall()
    let tries = 0
    for (const { record, draft } of await draftAll(documents)) {
      if (found.length >= WANTED || tries >= MOST_TRIES) return
      // Two of one document look like a small library.
      if (tried.has(draft.text) || found.filter((one) => one.documentId === record.id).length > 1)
        continue
      while (isBusy()) await pause(REST_MS, undefined, { signal: stopped.signal })
      tried.add(draft.text)
      tries += 1
      const reply = await tryOut(draft.text, stopped.signal)
      if (answersFrom(reply, record)) {
        found = [...found, { text: draft.text, documentId: record.id, title: record.title }]
        await kept.write(found)
      }
    }
  }

  return {
    list: () => {
      found = found.filter(({ documentId }) => documents.get(documentId) !== undefined)
      const { total, documents: newest } = documents.list({ limit: 1 })
      const state = `${total} ${newest[0]?.addedAt ?? ''}`
      if (running === undefined && found.length < WANTED && state !== lookedAt) {
        lookedAt = state
        // One that fails is no fault of whoever looks at the page.
        running = run()
          .catch(() => undefined)
          .finally(() => (running = undefined))
      }
      return { questions: found, isTrying: running !== undefined }
    },
    close: async () => {
      stopped.abort()
      await running
    },
  }
}

const answersFrom = ({ kind, citations }: Reply, { url, name }: DocumentRecord): boolean =>
  kind === 'answer' && citations.some((one) => one.url === url || one.url === `document:${name}`)

type Drafted = { readonly record: DocumentRecord; readonly draft: Draft }

/** The best shapes first, and of each one draft a document before any second one. */
const draftAll = async (documents: SuggestDeps['documents']): Promise<readonly Drafted[]> => {
  const { documents: records } = documents.list({ limit: MOST_DOCUMENTS })
  const drafts: (Drafted & { readonly rank: number })[] = []
  for (const record of records) {
    const page = await documents.page(record.pageHash)
    const own = draftQuestions(page?.text ?? '')
    for (const [at, draft] of own.entries()) {
      drafts.push({ record, draft, rank: at * SHAPES.length + SHAPES.indexOf(draft.shape) })
    }
  }
  return drafts.toSorted((a, b) => a.rank - b.rank)
}
