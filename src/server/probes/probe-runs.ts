import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../base/make-folder.ts'
import { writeWhole } from '../../base/write-whole.ts'
import { openFoundBreaks } from '../../probing/found-breaks.ts'
import { probeRules } from '../../probing/probe-rules.ts'
import type { ProbeReport } from '../../probing/report.ts'
import type { Judge, Target } from '../../probing/target.ts'
import { AppError } from '../../spec/errors.ts'
import type { Rule } from '../../spec/rule.ts'

type ProbeRequest = {
  readonly rules: readonly Rule[]
  /** Attacks over all rules. */
  readonly budget: number
  readonly seed: number
}

type ProbeRun = { readonly id: string } & (
  | { readonly status: 'running'; readonly tried: number }
  | { readonly status: 'failed'; readonly reason: string }
  | ({ readonly status: 'done' } & ProbeReport)
)

/** Probing runs in the background of a service, one at a time. */
export type ProbeRuns = {
  /** Throws PROBE_BUSY where one is running. */
  start(request: ProbeRequest): ProbeRun
  /** Also those of earlier lives of the service. Throws NOT_FOUND. */
  get(id: string): Promise<ProbeRun>
  close(): Promise<void>
}

export type ProbeRunsOptions = {
  readonly target: Target
  readonly judge: Judge
  readonly requestsFolder: string
  readonly labelledFolder: string
  /** Where reports and found breaks are kept. */
  readonly folder: string
}

const FEWEST = 4
const ID = /^[0-9a-f-]{36}$/u

export const createProbeRuns = ({ folder, ...parts }: ProbeRunsOptions): ProbeRuns => {
  const stopped = new AbortController()
  let latest: ProbeRun | undefined
  let running: Promise<void> | undefined

  const run = async (id: string, { rules, budget, seed }: ProbeRequest): Promise<void> => {
    const found = await openFoundBreaks(join(folder, 'found.jsonl'))
    let tried = 0
    const report = await probeRules(rules, {
      ...parts,
      found,
      seed,
      attacks: Math.max(FEWEST, Math.floor(budget / rules.length)),
      onTried: () => {
        tried += 1
        latest = { id, status: 'running', tried }
      },
      signal: stopped.signal,
    })
    const done: ProbeRun = { id, status: 'done', ...report }
    await makeFolder(folder)
    await writeWhole(join(folder, `${id}.json`), JSON.stringify(done))
    latest = done
  }

  return {
    start: (request) => {
      if (running !== undefined)
        throw new AppError('PROBE_BUSY', `The run ${latest?.id} is not over yet.`)
      const id = randomUUID()
      const begun: ProbeRun = { id, status: 'running', tried: 0 }
      latest = begun
      running = run(id, request)
        .catch((error: unknown) => {
          latest = { id, status: 'failed', reason: String(error) }
        })
        .finally(() => (running = undefined))
      return begun
    },
    get: async (id) => {
      if (latest?.id === id) return latest
      const text = ID.test(id) ? await readStored(join(folder, `${id}.json`)) : undefined
      if (text === undefined) throw new AppError('NOT_FOUND', `There is no probing run ${id}.`)
      return JSON.parse(text) as ProbeRun
    },
    close: async () => {
      stopped.abort()
      await running
    },
  }
}

const readStored = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
