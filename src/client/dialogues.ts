import type { Feedback } from '../spec/feedback.ts'
import type { Reply } from '../spec/reply.ts'
import type { DialogueSummary } from '../spec/turn.ts'
import type { Call, CallOptions } from './service-call.ts'

export type Paging = { readonly limit?: number; readonly offset?: number }

export type UserTurn = {
  readonly participant: 'user'
  readonly turnId: string
  readonly text: string
  readonly status: 'running' | 'answered' | 'failed'
  readonly createdAt: string
}
export type AgentTurn = Reply & {
  readonly participant: 'agent'
  /** The candidate that was put in its place, and is what later turns read. */
  readonly instead?: string
  readonly feedback?: readonly (Partial<Feedback> & { readonly id: string })[]
}

export type StoredDialogue = Omit<DialogueSummary, 'turns'> & {
  /** How many turns there are before the first one here. */
  readonly earlier: number
  /** Whether it may be learnt from, as was last said. */
  readonly consent?: boolean
  readonly turns: readonly (UserTurn | AgentTurn)[]
}

/** What the service has stored of turns. */
export type Dialogues = {
  /** Last used first; with `query`, those that contain it. */
  list(
    about?: Paging & { readonly query?: string },
    options?: CallOptions,
  ): Promise<{ readonly dialogues: readonly DialogueSummary[]; readonly total: number }>
  /** All turns, or the `last` ones, or those before a turn. */
  get(
    id: string,
    part?: { readonly last?: number; readonly before?: string },
    options?: CallOptions,
  ): Promise<StoredDialogue>
  rename(id: string, title: string, options?: CallOptions): Promise<void>
  /** A new dialogue with the turns before one, to go on from there in another way. */
  branch(from: string, before: string, options?: CallOptions): Promise<{ readonly id: string }>
  delete(id: string, options?: CallOptions): Promise<void>
}

export const createDialogues = (call: Call): Dialogues => ({
  list: (query, options) => call({ method: 'GET', path: '/dialogues', query }, options),
  get: (id, query, options) => call({ method: 'GET', path: pathOf(id), query }, options),
  rename: async (id, title, options) => {
    await call({ method: 'PATCH', path: pathOf(id), body: { title } }, options)
  },
  branch: (from, before, options) =>
    call({ method: 'POST', path: '/dialogues', body: { from, before } }, options),
  delete: (id, options) => call({ method: 'DELETE', path: pathOf(id) }, options),
})

const pathOf = (id: string): string => `/dialogues/${encodeURIComponent(id)}`
