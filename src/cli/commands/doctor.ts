import { Command } from 'commander'
import colors from 'picocolors'
import { ERRORS, isAppError } from '../../spec/errors.ts'
import type { Finding } from '../doctor/check.ts'
import { checks } from '../doctor/checks.ts'
import { onOneLine } from '../on-one-line.ts'
import { addSettings, readSettings } from '../settings.ts'

type Flags = { readonly json?: true } & Record<string, unknown>

export const doctorCommand = (): Command => {
  const command = new Command('doctor')
    .description(
      'Checks Node, models, device, data folder, rules, port and evidence sources, each with what to do.\n' +
        'Exit code 1 where the service could not start.',
    )
    .option('--json', 'as JSON lines')
  return addSettings(command).action(examine)
}

const examine = async ({ json, ...flags }: Flags): Promise<void> => {
  const config = readSettings(flags)
  let failed = false
  for (const { name, run } of checks) {
    const finding = await run(config).catch(toFailure)
    failed ||= finding.status === 'failed'
    const line = json === true ? JSON.stringify({ check: name, ...finding }) : show(name, finding)
    process.stdout.write(`${line}\n`)
  }
  if (failed) process.exitCode = 1
}

const toFailure = (error: unknown): Finding => ({
  status: 'failed',
  detail: error instanceof Error ? error.message : String(error),
  ...(isAppError(error) && { remedy: ERRORS[error.code].remedy }),
})

const SIGNS = {
  ok: colors.green('ok'),
  warning: colors.yellow('--'),
  failed: colors.red('no'),
} as const

const show = (name: string, { status, detail, remedy = '' }: Finding): string => {
  // Some messages bring their remedy along.
  const told = remedy === '' || detail.endsWith(remedy) ? '' : `\n              ${remedy}`
  return `${SIGNS[status]}  ${name.padEnd(10)} ${onOneLine(detail)}${told}`
}
