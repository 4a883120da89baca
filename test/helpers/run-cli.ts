import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

export type Ended = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** `settings` are DUNNOCK_* variables without that beginning; nothing of the caller's own is taken. */
export const startCli = (
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): ChildProcess => {
  const own = Object.entries(settings).map(([name, value]) => [`DUNNOCK_${name}`, value])
  const env = { PATH: process.env['PATH'], DUNNOCK_DEVICE: 'cpu', DUNNOCK_WIKIPEDIA: 'off' }
  return spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    cwd: root,
    env: { ...env, ...Object.fromEntries(own) },
  })
}

/** Runs the command line in a process of its own, with the input on its stdin, to its end. */
export const runCli = async (
  args: readonly string[],
  { input = '', settings = {} }: { input?: string; settings?: Record<string, string> } = {},
): Promise<Ended> => {
  const child = startCli(args, settings)
  child.stdin?.on('error', () => undefined).end(input)
  return endOf(child)
}

export const endOf = async (child: ChildProcess): Promise<Ended> => {
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

/** One object a line. */
export const parseLines = (text: string): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
