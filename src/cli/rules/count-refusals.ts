import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { answerOnce } from '../../agent/answer-once.ts'
import { wilson } from '../../probing/statistics/wilson.ts'
import { packageRoot } from '../../server/setup/package-root.ts'
import { showRate } from '../jsonl/show-rate.ts'
import { readSettings } from '../settings.ts'
import { withServices } from '../with-services.ts'

type Flags = { readonly json?: true; readonly turns?: string } & Record<string, unknown>
type Refused = {
  readonly text: string
  readonly refused: boolean
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
        const { kind, scorecard } = await answerOnce(services.agent, {
          dialogue: [{ participant: 'user', text }],
          rules: services.rules.all(),
          options: { search: 'never', seed: 1 },
          signal,
        })
        const { blocked } = scorecard
        asked.push({ text, refused: kind === 'declined' && blocked.length > 0, blocked })
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
  const [low, high] = wilson(refused.length, all.length)
  const named = refused.map(({ text, blocked }) => `${text}\n  ${blocked.join(', ')}\n`)
  const range = `${low.toFixed(3)} to ${high.toFixed(3)}`
  return `${named.join('')}${refused.length} of ${all.length} harmless turns were refused for a rule (95 %: ${range}).\n`
}
