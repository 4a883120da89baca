import { Command } from 'commander'
import type { Config } from '../../server/setup/config.ts'
import type { Part, Services } from '../../server/setup/services.ts'
import { addSettings, readSettings, type SettingName } from '../settings.ts'
import { withServices } from '../with-services.ts'
import { showRate } from './show-rate.ts'
import { runRows, type RowsTask } from './run-rows.ts'

export type RowsCommand<Row> = {
  readonly name: string
  /** Fields of a row in, and of a row out. */
  readonly shape: readonly [string, string]
  readonly settings: readonly SettingName[]
  /** Only these are opened. */
  readonly parts: readonly Part[]
  readonly schema: RowsTask<Row>['schema']
  readonly task: (
    services: Services,
    signal: AbortSignal,
    config: Config,
  ) => Omit<RowsTask<Row>, 'schema'> & { close?: () => Promise<void> }
  /** Settings that such a command never takes from the environment. */
  readonly adjust?: (config: Config) => Config
}

/** A command that reads JSON lines from stdin and writes JSON lines to stdout. */
export const rowsCommand = <Row>(of: RowsCommand<Row>): Command => {
  const [given, answered] = of.shape
  const command = new Command(of.name).description(
    `Reads JSON lines from stdin: { id, ${given} }\nWrites one for each to stdout, in the same order: { id, ${answered} }\n` +
      'A line at fault gives { id, error: { code, message } } in its place, and exit code 1 at the end.',
  )
  return addSettings(command, of.settings).action(async (flags: Record<string, unknown>) => {
    const config = (of.adjust ?? same)(readSettings(flags))
    const failed = await withServices(config, of.parts, async (services, signal) => {
      const rate = showRate(process.stderr.isTTY && !process.stdout.isTTY)
      const streams = { input: process.stdin, output: process.stdout, onRow: rate.count }
      const task = { schema: of.schema, ...of.task(services, signal, config) }
      try {
        return await runRows(task, { ...streams, signal })
      } finally {
        rate.end()
        await task.close?.()
      }
    })
    if (failed > 0) process.exitCode = 1
  })
}

const same = (config: Config): Config => config
