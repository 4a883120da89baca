import { Command, Option } from 'commander'
import { askOnce, replyOf } from '../../agent/answer-once.ts'
import { parseInput } from '../../server/http/parse-input.ts'
import { turnOptionsSchema, type TurnOptions } from '../../spec/reply.ts'
import { textSchema } from '../../spec/turn.ts'
import { printTurn } from '../ask/print-turn.ts'
import { indexFirst } from '../index-first.ts'
import { addSettings, readSettings, TURN_SETTINGS } from '../settings.ts'
import { withServices } from '../with-services.ts'

type Flags = {
  readonly search: TurnOptions['search']
  readonly seed?: string
  readonly verbose?: true
  readonly json?: true
} & Record<string, unknown>

export const askCommand = (): Command => {
  const command = new Command('ask')
    .description(
      'Answers one question: the steps on stderr, the reply with its numbered citations on stdout.\n' +
        'Nothing is kept. Without documents of your own, the installed packages’ manuals are searched.',
    )
    .argument('<question...>', 'what you would ask')
    .addOption(
      new Option('--search <when>', 'whether to search').choices(['auto', 'always', 'never']),
    )
    .option('--seed <number>', 'the same seed gives the same reply')
    .option('--verbose', 'the scorecard, and the candidates that lost')
    .option('--json', 'the reply as one line of JSON')
  return addSettings(command, TURN_SETTINGS).action(ask)
}

const ask = async (words: readonly string[], given: Flags): Promise<void> => {
  const { search, seed, verbose = false, json = false, ...flags } = given
  const config = readSettings(flags)
  const text = parseInput(textSchema, words.join(' '))
  const options = parseInput(turnOptionsSchema.omit({ rules: true }), {
    ...(search !== undefined && { search }),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(verbose && { include: ['candidates', 'timings'] }),
  })
  await withServices(
    config,
    ['language-model', 'reward', 'reader', 'index'],
    async (services, signal) => {
      if (search !== 'never') await indexFirst(services.documents, config, signal)()
      const rules = services.rules.resolve(undefined)
      const dialogue = [{ participant: 'user' as const, text }]
      const events = askOnce(services.agent, { dialogue, rules, options, signal })
      if (!json) {
        await printTurn(events, { verbose })
        return
      }
      process.stdout.write(`${JSON.stringify(await replyOf(events))}\n`)
    },
  )
}
