import { Command, Option } from 'commander'
import type { TurnOptions } from '../../spec/reply.ts'
import { converse } from '../ask/converse.ts'
import { indexFirst } from '../index-first.ts'
import { addSettings, readSettings, TURN_SETTINGS } from '../settings.ts'
import { withServices } from '../with-services.ts'

type Flags = {
  readonly search: TurnOptions['search']
  readonly verbose?: true
} & Record<string, unknown>

export const chatCommand = (): Command => {
  const command = new Command('chat')
    .description(
      'Talks with you, line by line; a turn knows what was said before. Nothing is kept.\n' +
        'Ctrl-C stops a reply, and ends the talk where none is written; /new begins anew, /quit ends it.',
    )
    .addOption(
      new Option('--search <when>', 'whether to search').choices(['auto', 'always', 'never']),
    )
    .option('--verbose', 'the steps and the scorecard of each reply')
  return addSettings(command, TURN_SETTINGS).action(chat)
}

const chat = async (given: Flags): Promise<void> => {
  const { search, verbose = false, ...flags } = given
  const config = readSettings(flags)
  await withServices(
    config,
    ['language-model', 'reward', 'reader', 'index'],
    async (services, signal) => {
      if (search !== 'never') await indexFirst(services.documents, config, signal)()
      const options = {
        ...(search !== undefined && { search }),
        ...(verbose && { include: ['candidates' as const, 'timings' as const] }),
      }
      const rules = services.rules.resolve(undefined)
      await converse(services.agent, { rules, options, verbose, signal })
    },
  )
}
