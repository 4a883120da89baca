import { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { answerOnce } from '../../agent/answer-once.ts'
import { openServedModel } from '../../inference/served/open-served-model.ts'
import { diversityOf } from '../../self-play/diversity.ts'
import { createModelPlayer } from '../../self-play/model-player.ts'
import { playDialogue, type PlayOptions } from '../../self-play/play-dialogue.ts'
import { createModelLoader } from '../../server/setup/load-models.ts'
import type { Services } from '../../server/setup/services.ts'
import { textSchema } from '../../spec/turn.ts'
import { showRate } from '../jsonl/show-rate.ts'
import { readCount } from '../rules/read-count.ts'
import { addSettings, readSettings, TURN_SETTINGS } from '../settings.ts'
import { withServices } from '../with-services.ts'

type Flags = {
  readonly turns: string
  readonly seed: string
  readonly player?: string
  readonly playerModels?: string
} & Record<string, unknown>

const firstSchema = z.object({ text: textSchema })

export const selfPlayCommand = (): Command => {
  const command = new Command('self-play')
    .description(
      'Plays dialogues between the agent and a model in the user’s place, from real first turns: JSON lines\n' +
        '{ text }. Writes a line for each, with all candidates, their scorecards and the seeds.',
    )
    .argument('<file>', 'first turns')
    .option('--turns <number>', 'of the user, at most', '6')
    .option('--seed <number>', 'of the first dialogue', '1')
    .option('--player <url>', 'a served model that plays the user')
    .option('--player-models <folder>', 'weights of an embedded player; else the policy plays it')
  return addSettings(command, TURN_SETTINGS).action(play)
}

const play = async (path: string, flags: Flags): Promise<void> => {
  const { turns, seed, player: url, playerModels, ...settings } = flags
  const most = readCount('turns', turns, 1)
  const start = readCount('seed', seed, 0)
  const config = readSettings(settings)
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  const firsts = lines.map((line) => firstSchema.parse(JSON.parse(line)).text)
  const said: string[] = []
  let replies = 0
  const parts = ['language-model', 'reward', 'reader', 'index'] as const
  await withServices(config, parts, async (services, signal) => {
    const other = await openPlayer(
      url,
      { ...config, models: playerModels ?? config.models },
      signal,
    )
    const rate = showRate(process.stderr.isTTY, firsts.length)
    const options = { player: createModelPlayer(other.model), respond: respondWith(services), most }
    try {
      for (const [at, first] of firsts.entries()) {
        // Seeds of a dialogue do not overlap those of the next one.
        const played = await playDialogue(first, { ...options, seed: start + at * 100, signal })
        said.push(...(played.played.at(-1)?.turns ?? []).flatMap(userText).slice(1))
        replies += played.played.length
        process.stdout.write(`${JSON.stringify(played)}\n`)
        rate.count(false)
      }
    } finally {
      rate.end()
      await other.close()
    }
  })
  const { pairs, texts, n } = diversityOf(said)
  process.stderr.write(
    `${firsts.length} dialogues, ${replies} replies. What the player said (${n} turns): ` +
      `${pairs.toFixed(3)} of its pairs of words differ, ${texts.toFixed(3)} of its turns.\n`,
  )
}

const userText = ({ participant, text }: { participant: string; text: string }) =>
  participant === 'user' ? [text] : []

const respondWith =
  ({ agent, rules }: Services): PlayOptions['respond'] =>
  (dialogue, seed, signal) =>
    answerOnce(agent, {
      dialogue,
      rules: rules.all(),
      options: { seed, include: ['candidates'] },
      ...(signal !== undefined && { signal }),
    })

const openPlayer = async (
  url: string | undefined,
  config: Parameters<typeof createModelLoader>[0],
  signal: AbortSignal,
) => {
  if (url !== undefined) {
    const model = await openServedModel({ url, signal })
    return { model, close: () => model.close() }
  }
  const loader = await createModelLoader(config, ['language-model'])
  const { languageModel: model } = await loader.load(signal)
  if (model === undefined) throw new Error('a loader without its model: this is a bug')
  return { model, close: () => loader.close() }
}
