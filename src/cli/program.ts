import { Command, CommanderError } from 'commander'
import { packageVersion } from '../server/package-root.ts'
import { AppError } from '../spec/errors.ts'
import { serveCommand } from './commands/serve.ts'

/** The command line. Its own refusals (an unknown flag, a missing argument) are CONFIG_INVALID. */
export const createProgram = (): Command => {
  const program = new Command('dunnock')
    .description('A dialogue agent that searches, samples, scores, reranks and cites.')
    .version(packageVersion)
  for (const command of [serveCommand()]) program.addCommand(command)
  return refuseByThrowing(program)
}

/** Commander would print and exit by itself; here one place does both. */
const refuseByThrowing = (command: Command): Command => {
  command
    .configureOutput({ outputError: () => undefined })
    .exitOverride(({ code, message, exitCode }) => {
      if (exitCode === 0) throw new CommanderError(exitCode, code, message)
      throw new AppError('CONFIG_INVALID', message.replace(/^error: /, ''))
    })
  for (const inner of command.commands) refuseByThrowing(inner)
  return command
}
