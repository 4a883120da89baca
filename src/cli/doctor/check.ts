import type { Config } from '../../server/setup/config.ts'

/** `warning`: the service starts, with less than it could have. */
export type Finding = {
  readonly status: 'ok' | 'warning' | 'failed'
  readonly detail: string
  readonly remedy?: string
}

export type Check = {
  readonly name: string
  /** What it throws is a failure. */
  readonly run: (config: Config) => Promise<Finding>
}

export const ok = (detail: string): Finding => ({ status: 'ok', detail })
