#!/usr/bin/env node
import { describeFailure, exitCodeOf } from '../server/report-failure.ts'
import { createProgram } from './program.ts'

/** The one owner of the process's exit code: what a command throws ends here, as one line. */
try {
  await createProgram().parseAsync()
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = exitCodeOf(error)
}
