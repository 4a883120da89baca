#!/usr/bin/env node
import { CommanderError } from 'commander'
import { describeFailure, exitCodeOf } from '../server/errors/describe-failure.ts'
import { interruptionOf } from './interruption.ts'
import { createProgram } from './program.ts'

/** The one place where a failure becomes a line on stderr and an exit code. */
const end = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const interruption = interruptionOf(error)
  if (interruption !== undefined) return interruption.exitCode
  process.stderr.write(`${describeFailure(error)}\n`)
  return exitCodeOf(error)
}

// Whoever reads stdout may stop reading (`| head`): no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
try {
  const program = await createProgram(process.argv.slice(2))
  await program.parseAsync()
} catch (error) {
  process.exitCode = end(error)
}
