/** Calls to the service. What fails is an ApiError with the service's code, or UNREACHABLE. */
import { apiKey, urlOf } from './connection.js'

/** @import { Feedback } from '../../src/spec/feedback.ts' */
/** @import { Page } from '../../src/spec/evidence.ts' */
/** @import { Health } from '../../src/spec/health.ts' */
/** @import { Reply } from '../../src/spec/reply.ts' */
/** @import { Rule } from '../../src/spec/rule.ts' */

/**
 * @typedef {{ readonly id: string, readonly createdAt: string } & Omit<Feedback, 'turnId'>} GivenFeedback
 * @typedef {{ readonly participant: 'user', readonly turnId: string, readonly clientTurnId?: string,
 *   readonly text: string, readonly status: 'running' | 'answered' | 'failed', readonly createdAt: string }} UserTurn
 * @typedef {{ readonly participant: 'agent', readonly feedback?: readonly GivenFeedback[],
 *   readonly instead?: string } & Reply} AgentTurn
 * @typedef {{ readonly id: string, readonly title: string, readonly lastSeq: number, readonly epoch: string,
 *   readonly createdAt: string, readonly updatedAt: string, readonly earlier: number, readonly consent?: boolean,
 *   readonly turns: readonly (UserTurn | AgentTurn)[] }} DialogueRecord
 * @typedef {{ readonly id: string, readonly title: string, readonly turns: number, readonly updatedAt: string }} DialogueSummary
 * @typedef {{ readonly id: string, readonly name: string, readonly title: string, readonly url?: string,
 *   readonly collection: string, readonly passages: number, readonly addedAt: string, readonly pageHash: string }} DocumentSummary
 * @typedef {{ readonly documents: number, readonly collections: readonly { readonly name: string, readonly documents: number }[],
 *   readonly questions: readonly { readonly text: string, readonly title: string }[], readonly isTrying: boolean }} Welcome
 * @typedef {Health & { readonly indexing?: { readonly done: number, readonly total: number, readonly passages: number } }} HealthReport
 */

export class ApiError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {unknown} [details]
   */
  constructor(code, message, details) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.details = details
  }
}

// A service that is frozen takes calls and never answers them.
const LOOK_MS = 5_000
const CALL_MS = 30_000
// A file takes its time to be read.
const UPLOAD_MS = 300_000

/**
 * @param {string} path
 * @param {{ method?: string, body?: object, file?: Blob, wait?: number, keepalive?: boolean }} [options]
 * @returns {Promise<any>} the answer's JSON
 */
const call = async (
  path,
  { method = 'GET', body, file, wait = CALL_MS, keepalive = false } = {},
) => {
  const key = apiKey.get()
  const type = file ? file.type || 'application/octet-stream' : body && 'application/json'
  const response = await fetch(urlOf(path), {
    method,
    keepalive,
    headers: {
      ...(type && { 'content-type': type }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    ...((file || body) && { body: file ?? JSON.stringify(body) }),
    signal: AbortSignal.timeout(wait),
  }).catch(() => {
    throw new ApiError('UNREACHABLE', 'The service does not answer.')
  })
  if (response.status === 204) return undefined
  const answer = await response.json().catch(() => undefined)
  if (response.ok) return answer
  const { code = 'UNREACHABLE', message = response.statusText, details } = answer?.error ?? {}
  throw new ApiError(code, message, details)
}

const named = encodeURIComponent

export const api = {
  /** @returns {Promise<HealthReport>} */
  health: () => call('health', { wait: LOOK_MS }),
  /** @returns {Promise<Welcome>} */
  welcome: () => call('welcome'),
  /** @type {(options: { query: string, offset: number }) => Promise<{ dialogues: DialogueSummary[], total: number }>} */
  dialogues: ({ query, offset }) =>
    call(`dialogues?limit=50&offset=${offset}${query === '' ? '' : `&query=${named(query)}`}`),
  /** @type {(id: string, last: number, before?: string) => Promise<DialogueRecord>} */
  dialogue: (id, last, before) =>
    call(`dialogues/${named(id)}?last=${last}${before === undefined ? '' : `&before=${before}`}`),
  /** @type {(id: string) => Promise<DialogueRecord>} */
  wholeDialogue: (id) => call(`dialogues/${named(id)}`),
  /** @type {(id: string, title: string) => Promise<void>} */
  renameDialogue: (id, title) =>
    call(`dialogues/${named(id)}`, { method: 'PATCH', body: { title } }),
  /** @type {(from: string, before: string) => Promise<{ id: string }>} */
  branchDialogue: (from, before) => call('dialogues', { method: 'POST', body: { from, before } }),
  /** @type {(id: string) => Promise<void>} also while the page is being left */
  deleteDialogue: (id) => call(`dialogues/${named(id)}`, { method: 'DELETE', keepalive: true }),
  /** @type {(offset: number) => Promise<{ documents: DocumentSummary[], total: number }>} */
  documents: (offset) => call(`documents?limit=100&offset=${offset}`),
  /** @type {(file: File) => Promise<DocumentSummary>} */
  addDocument: (file) =>
    call(`documents?name=${named(file.name)}`, { method: 'POST', file, wait: UPLOAD_MS }),
  /** @type {(id: string) => Promise<void>} */
  deleteDocument: (id) => call(`documents/${named(id)}`, { method: 'DELETE' }),
  /** @type {(hash: string) => Promise<Page>} */
  page: (hash) => call(`pages/${named(hash)}`),
  /** @returns {Promise<{ rules: Rule[], removed: Rule[] }>} */
  rules: () => call('rules'),
  /** @type {(rule: Rule) => Promise<Rule>} */
  putRule: (rule) => call(`rules/${named(rule.id)}`, { method: 'PUT', body: rule }),
  /** @type {(id: string) => Promise<void>} */
  deleteRule: (id) => call(`rules/${named(id)}`, { method: 'DELETE' }),
  /** @type {(row: object) => Promise<{ rows: { rules: Record<string, number> }[] }>} */
  score: (row) => call('score', { method: 'POST', body: { rows: [row] } }),
  /** @type {(feedback: Feedback) => Promise<{ id: string }>} */
  feedback: (feedback) => call('feedback', { method: 'POST', body: feedback }),
  /** @type {(id: string) => Promise<void>} */
  takeBack: (id) => call(`feedback/${named(id)}`, { method: 'DELETE' }),
}
