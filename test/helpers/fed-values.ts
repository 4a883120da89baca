import { load } from 'cheerio'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import { splitStatements } from '../../src/spec/text/split-statements.ts'
import { type Dialogue } from '../../src/spec/turn.ts'
import { readOf as readEvidenceOf } from './fakes.ts'

/** Fed with a text; what it does with it is of no interest, but how long it takes. */
export type Feed = (text: string) => unknown

export const whole = (text: string) => ({ start: 0, end: text.length })
export const evidenceOf = (text: string) => ({ id: 'e', text, title: text, source: 's' })
export const readOf = (text: string) => readEvidenceOf(evidenceOf(text))
export const dialogueOf = (text: string): Dialogue => [
  { participant: 'user', text },
  { participant: 'agent', text },
  { participant: 'user', text },
]
export const scorecard = {
  score: 0,
  preference: 0,
  rules: {},
  support: null,
  blocked: [],
  warned: [],
}
export const candidateOf = (text: string) => ({
  index: 0,
  text,
  evidence: [],
  checkedAgainst: [],
  scorecard: {
    ...scorecard,
    statements: splitStatements(text).map((span) => ({ ...span, checkable: true, support: 0.4 })),
  },
})
export const citing = { ...DEFAULT_SETTINGS, grounded: true }
export const tokenizer = {
  encode: (text: string) => (text.match(/\S{1,4}/gu) ?? []).map((word) => word.charCodeAt(0)),
  decode: () => '',
  controlId: () => 1,
}
export const format = {
  preamble: '',
  tokens: { start: 1, end: 2 },
  roles: { user: 'u', agent: 'a', 'search-results': 's', 'search-query': 'q' },
}
export const signal = new AbortController().signal
export const refused = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}
export const answering = (body: unknown) => async () => ({
  ok: true,
  status: 200,
  body: new Blob([JSON.stringify(body)]).stream(),
})
const pageOf = (text: string) => {
  const $ = load(`<body><h1></h1><p></p><pre></pre><ul><li></li></ul><sup></sup></body>`)
  $('h1,p,pre,li,sup').text(text)
  return $.root().get(0)
}
export const onPage =
  (read: (root: NonNullable<ReturnType<typeof pageOf>>) => unknown): Feed =>
  (text) => {
    const root = pageOf(text)
    return root && read(root)
  }
