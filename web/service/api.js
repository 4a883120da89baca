/** Calls to the service. What fails is an ApiError with the service's code, or UNREACHABLE. */

/** @import { Feedback } from '../../src/spec/feedback.ts' */
/** @import { Page } from '../../src/spec/evidence.ts' */
/** @import { Health } from '../../src/spec/health.ts' */
/** @import { Reply } from '../../src/spec/reply.ts' */
/** @import { Rule } from '../../src/spec/rule.ts' */

/**
 * @typedef {{ readonly participant: 'user', readonly turnId: string, readonly clientTurnId?: string,
 *   readonly text: string, readonly status: 'running' | 'answered' | 'failed', readonly createdAt: string }} UserTurn
 * @typedef {{ readonly participant: 'agent' } & Reply} AgentTurn
 * @typedef {{ readonly id: string, readonly lastSeq: number, readonly epoch: string, readonly updatedAt: string,
 *   readonly turns: readonly (UserTurn | AgentTurn)[] }} DialogueRecord
 * @typedef {{ readonly id: string, readonly title: string, readonly turns: number, readonly updatedAt: string }} DialogueSummary
 * @typedef {{ readonly name: string, readonly title: string, readonly url?: string, readonly collection?: string }} DocumentSummary
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

const KEY = 'dunnock-key'

// For this tab only: it is gone when the tab is closed.
export const apiKey = {
  get: () => sessionStorage.getItem(KEY) ?? undefined,
  /** @param {string} key */
  set: (key) => sessionStorage.setItem(KEY, key),
}

/** @returns {string} with the key in it, since a browser sends no headers with a WebSocket */
export const socketUrl = () => {
  const url = new URL('chat', document.baseURI)
  url.protocol = url.protocol.replace('http', 'ws')
  url.hash = ''
  const key = apiKey.get()
  if (key !== undefined) url.searchParams.set('key', key)
  return url.href
}

/**
 * @param {string} path from the page's own, since the service may be mounted under a path
 * @param {{ method?: string, body?: object }} [options]
 * @returns {Promise<any>} the answer's JSON
 */
const call = async (path, { method = 'GET', body } = {}) => {
  const key = apiKey.get()
  const response = await fetch(path, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError('UNREACHABLE', 'The service does not answer.')
  })
  if (response.status === 204) return undefined
  const answer = await response.json().catch(() => undefined)
  if (response.ok) return answer
  const { code = 'UNREACHABLE', message = response.statusText, details } = answer?.error ?? {}
  throw new ApiError(code, message, details)
}

export const api = {
  /** @returns {Promise<HealthReport>} */
  health: () => call('health'),
  /** @returns {Promise<{ dialogues: DialogueSummary[], total: number }>} */
  dialogues: () => call('dialogues?limit=50'),
  /** @type {(id: string) => Promise<DialogueRecord>} */
  dialogue: (id) => call(`dialogues/${encodeURIComponent(id)}`),
  /** @type {(id: string) => Promise<void>} */
  deleteDialogue: (id) => call(`dialogues/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  /** @type {(offset: number) => Promise<{ documents: DocumentSummary[], total: number }>} */
  documents: (offset) => call(`documents?limit=100&offset=${offset}`),
  /** @type {(hash: string) => Promise<Page>} */
  page: (hash) => call(`pages/${encodeURIComponent(hash)}`),
  /** @returns {Promise<{ rules: Rule[] }>} */
  rules: () => call('rules'),
  /** @type {(feedback: Feedback) => Promise<{ id: string }>} */
  feedback: (feedback) => call('feedback', { method: 'POST', body: feedback }),
}
