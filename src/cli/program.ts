import { Command, CommanderError } from 'commander'
import { packageVersion } from '../server/setup/package-root.ts'
import { AppError } from '../spec/errors.ts'
import { onOneLine } from './on-one-line.ts'

type Entry = { readonly summary: string; readonly load: () => Promise<Command> }

// Loaded when it is asked for: nobody waits for the models' libraries to read a help text.
const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: {
    summary: 'start the service',
    load: async () => (await import('./commands/serve.ts')).serveCommand(),
  },
  ask: {
    summary: 'ask one question, and see the reply with its citations',
    load: async () => (await import('./commands/ask.ts')).askCommand(),
  },
  chat: {
    summary: 'talk to it in the terminal, turn after turn',
    load: async () => (await import('./commands/chat.ts')).chatCommand(),
  },
  index: {
    summary: 'index files and folders for search',
    load: async () => (await import('./commands/index-files.ts')).indexCommand(),
  },
  decide: {
    summary: 'JSON lines: does a dialogue ask for facts, and is it searched for?',
    load: async () => (await import('./commands/decide.ts')).decideCommand(),
  },
  query: {
    summary: 'JSON lines: search queries for a dialogue',
    load: async () => (await import('./commands/query.ts')).queryCommand(),
  },
  search: {
    summary: 'JSON lines: the best passages of the indexed documents',
    load: async () => (await import('./commands/search.ts')).searchCommand(),
  },
  score: {
    summary: 'JSON lines: preference, rules and support of a reply',
    load: async () => (await import('./commands/score.ts')).scoreCommand(),
  },
  reply: {
    summary: 'JSON lines: whole turns',
    load: async () => (await import('./commands/reply.ts')).replyCommand(),
  },
  rules: {
    summary: 'list, test, add, probe and judge rules',
    load: async () => (await import('./commands/rules.ts')).rulesCommand(),
  },
  eval: {
    summary: 'measure the reward models on labelled test sets',
    load: async () => (await import('./commands/eval.ts')).evalCommand(),
  },
  export: {
    summary: 'write dialogues and feedback as training data',
    load: async () => (await import('./commands/export.ts')).exportCommand(),
  },
  facts: {
    summary: 'the share of facts in replies that their documents support',
    load: async () => (await import('./commands/facts.ts')).factsCommand(),
  },
  'self-play': {
    summary: 'dialogues between the agent and a model in the user’s place',
    load: async () => (await import('./commands/self-play.ts')).selfPlayCommand(),
  },
  curate: {
    summary: 'choose rows to learn from, and review them',
    load: async () => (await import('./commands/curate.ts')).curateCommand(),
  },
  learn: {
    summary: 'learn from feedback: new weights beside the old ones',
    load: async () => (await import('./commands/learn.ts')).learnCommand(),
  },
  models: {
    summary: 'weights: list, activate, rollback, shadow',
    load: async () => (await import('./commands/models.ts')).modelsCommand(),
  },
  mcp: {
    summary: 'serve the Model Context Protocol on stdin and stdout',
    load: async () => (await import('./commands/mcp.ts')).mcpCommand(),
  },
  doctor: {
    summary: 'check that everything is in place',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand(),
  },
}

const COMPLETION = 'print a script that completes words in bash, zsh, fish or powershell'

/** The command line. Its own refusals (an unknown flag, a missing argument) are CONFIG_INVALID. */
export const createProgram = async (argv: readonly string[]): Promise<Command> => {
  const program = new Command('dunnock')
    .description('A dialogue agent that searches, samples, scores, reranks and cites.')
    .version(packageVersion, '-v, --version')
    .addHelpText(
      'after',
      '\nEvery flag has a variable of the environment: see docs/configuration.md.',
    )
  for (const [name, { summary, load }] of Object.entries(COMMANDS)) {
    const command = argv.includes(name) ? await load() : new Command(name).description(summary)
    program.addCommand(command.summary(summary))
  }
  await addCompletion(program, argv)
  return refuseByThrowing(program)
}

/** `completion SHELL` prints a script, which then asks `complete -- WORDS` at each tab. */
const addCompletion = async (program: Command, [first = '']: readonly string[]): Promise<void> => {
  const name = 'completion'
  if (first !== name && first !== 'complete') {
    program.addCommand(new Command(name).summary(COMPLETION).description(COMPLETION))
    return
  }
  const { default: tab } = await import('@bomb.sh/tab/commander')
  tab(program, { completionCommandName: name })
  program.commands.find((one) => one.name() === name)?.summary(COMPLETION)
}

/** Commander would print and exit by itself; here one place does both. */
const refuseByThrowing = (command: Command): Command => {
  command.configureOutput({ outputError: () => undefined })
  command.exitOverride(({ code, message, exitCode }) => {
    // Help and version are no refusals: what they had to say is printed.
    if (code === 'commander.version' || code.startsWith('commander.help')) {
      throw new CommanderError(exitCode, code, message)
    }
    const fault = onOneLine(message.replace(/^error: /, ''))
    throw new AppError('CONFIG_INVALID', `${fault}; see dunnock ${pathOf(command)}--help.`)
  })
  for (const inner of command.commands) refuseByThrowing(inner)
  return command
}

const pathOf = (command: Command): string =>
  command.parent === null ? '' : `${pathOf(command.parent)}${command.name()} `
