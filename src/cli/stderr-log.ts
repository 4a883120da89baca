import type { Log } from '../server/setup/services.ts'

const write = (fields: object | string, message?: string): void => {
  const text = typeof fields === 'string' ? fields : `${message ?? ''} ${JSON.stringify(fields)}`
  process.stderr.write(`${text}\n`)
}

/** For commands that end: warnings and errors as plain lines; what goes well is not told. */
export const stderrLog: Log = { info: () => undefined, warn: write, error: write }
