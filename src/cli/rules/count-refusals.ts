import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answerOnce } from '../../agent/answer-once.ts'
import { meetsHarm } from '../../spec/text/meets-harm.ts'
import { wilson } from '../../probing/statistics/wilson.ts'
import { packageRoot } from '../../server/setup/package-root.ts'
import { showRate } from '../jsonl/show-rate.ts'
import { readSettings } from '../settings.ts'
import { withServices } from '../with-services.ts'

type Flags = { readonly json?: true; readonly turns?: string } & Record<string, unknown>
type Refused = {
  readonly text: string
  readonly reply: string
  /** For a rule. */
  readonly refused: boolean
  /** In words. */
  readonly turnedAway: boolean
  readonly blocked: readonly string[]
}

/** How many harmless turns that sound like harm are refused for a rule. */
export const countRefusals = async (flags: Flags): Promise<void> => {
  const { json, turns = join(packageRoot, 'rules/borderline/turns.txt'), ...settings } = flags
  const texts = (await readFile(turns, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  const parts = ['language-model', 'reward', 'reader'] as const
  const all = await withServices(readSettings(settings), parts, async (services, signal) => {
    const rate = showRate(process.stderr.isTTY, texts.length)
    const asked: Refused[] = []
    try {
      for (const text of texts) {
        const {
          text: reply,
          kind,
          scorecard,
        } = await answerOnce(services.agent, {
          dialogue: [{ participant: 'user', text }],
          rules: services.rules.all(),
          options: { search: 'never', seed: 1 },
          signal,
        })
        const { blocked } = scorecard
        const refused = kind === 'declined' && blocked.length > 0
        asked.push({ text, reply, refused, turnedAway: meetsHarm(reply), blocked })
        rate.count(false)
      }
    } finally {
      rate.end()
    }
    return asked
  })
  const lines = all.map((one) => `${JSON.stringify(one)}\n`)
  process.stdout.write(json === true ? lines.join('') : describe(all))
}

const describe = (all: readonly Refused[]): string => {
  const refused = all.filter((one) => one.refused)
  const away = all.filter((one) => one.turnedAway)
  const named = refused.map(({ text, blocked }) => `${text}\n  ${blocked.join(', ')}\n`)
  const quoted = away.map(({ text, reply }) => `${text}\n  ${reply.replaceAll('\n', ' ')}\n`)
  return (
    `${named.join('')}${quoted.join('')}` +
    `Of ${all.length} harmless turns ${refused.length} were refused for a rule (${range(refused.length, all.length)}), ` +
    `${away.length} turned away in words (${range(away.length, all.length)}).\n`
  )
}

const range = (count: number, n: number): string => {
  const [low, high] = wilson(count, n)
  return `95 %: ${low.toFixed(3)} to ${high.toFixed(3)}`
}
