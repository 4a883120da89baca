import { Command } from 'commander'
import { join } from 'node:path'
import { withTaste } from '../../reward/taste.ts'
import { packageRoot } from '../../server/setup/package-root.ts'
import { PROBE_FOLDERS } from '../../server/setup/open-probe-runs.ts'
import { openWeightsFolder, weightsInForce } from '../../server/weights/weights-folder.ts'
import { AppError } from '../../spec/errors.ts'
import { EXPORTS } from '../export/exports.ts'
import type { Comparison } from '../export/training-rows.ts'
import { describeLearned } from '../learn/describe-learned.ts'
import { gateWeights } from '../learn/gate-weights.ts'
import { learnTaste } from '../learn/learn-taste.ts'
import { makeWeights } from '../learn/make-weights.ts'
import { addSettings, readSettings } from '../settings.ts'
import { withServices } from '../with-services.ts'

type Flags = {
  readonly name: string
  readonly consentElsewhere?: true
  readonly json?: true
} & Record<string, unknown>

// With fewer, what is learnt is the raters' mood of a day.
const FEWEST = 20

export const learnCommand = (): Command => {
  const command = new Command('learn')
    .description(
      'Learns from comparisons and corrections what raters like, and writes new weights beside the old ones.\n' +
        'They are measured against the old ones, and are in force after `dunnock models activate`.\n' +
        'While no service holds the data folder.',
    )
    .requiredOption('--name <name>', 'of the new weights: small letters, numbers, hyphens')
    .option(
      '--consent-elsewhere',
      'also dialogues without a yes, whose users agreed in another place',
    )
    .option('--json', 'what was learnt and measured, as JSON')
  return addSettings(command, ['data', 'rules', 'models', 'device', 'threads']).action(learn)
}

const learn = async ({ name, consentElsewhere, json, ...flags }: Flags): Promise<void> => {
  const config = readSettings(flags)
  const base = await weightsInForce(config.models, join(packageRoot, 'models'), config.data)
  const weights = openWeightsFolder(config.data)
  weights.folderOf(name)
  const result = await withServices(config, ['reward', 'store'], async (services, signal) => {
    const { store, rules, rewardModel: model } = services
    const rows: Comparison[] = []
    const options = { all: false, consented: consentElsewhere !== true }
    for await (const row of EXPORTS['comparisons']?.(store, options) ?? [])
      rows.push(row as Comparison)
    const usable = rows.filter(({ withPassages }) => withPassages !== true).length
    if (usable < FEWEST)
      throw new AppError(
        'INVALID_REQUEST',
        `${usable} comparisons of replies may be learnt from; at least ${FEWEST} are needed.`,
      )
    const learned = await learnTaste(rows, { model, rules: rules.all(), signal })
    const gate = await gateWeights({
      old: model,
      new: withTaste(model, learned.taste),
      rules: rules.all(),
      labelledFolder: PROBE_FOLDERS.labelledFolder,
      more: [learned.heldOut],
      signal,
    })
    return { learned, gate }
  })
  const { heldOut: _, ...report } = result.learned
  const made = { name, base, taste: result.learned.taste, gate: result.gate, report }
  const size = config.rewardSize === 'large' ? 'large' : 'small'
  const folder = await makeWeights(weights, { ...made, size })
  process.stdout.write(
    json === true
      ? `${JSON.stringify({ ...report, gate: result.gate, folder })}\n`
      : describeLearned({ ...report, gate: result.gate, name }),
  )
}
