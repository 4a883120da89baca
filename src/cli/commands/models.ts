import { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import type { Gate } from '../../learning/gate.ts'
import {
  openWeightsFolder,
  type WeightsFolder,
  type WeightsState,
} from '../../server/weights/weights-folder.ts'
import { AppError } from '../../spec/errors.ts'
import { gatePathOf } from '../learn/make-weights.ts'
import { describeShadow } from '../learn/describe-shadow.ts'
import { addSettings, readSettings } from '../settings.ts'
import { renderTable } from '../table.ts'

type Flags = Readonly<Record<string, unknown>>

// The name under which the weights that came with the package are known.
const PACKAGED = 'packaged'

export const modelsCommand = (): Command => {
  const command = new Command('models').description(
    'Weights beside those of the package. A running service changes to what is activated, without a restart.',
  )
  const sub = (name: string, summary: string): Command =>
    addSettings(command.command(name).summary(summary).description(`${summary}.`), ['data'])
  sub('list', 'all weights, and which are in force').action(list)
  sub('activate', 'put weights into force')
    .argument('<name>', `of weights, or ${PACKAGED}`)
    .option('--force', 'also where they did not pass the gate')
    .action(activate)
  sub('rollback', 'back to the weights that were in force before').action(rollback)
  sub('shadow', 'let weights answer live turns unseen')
    .argument('<name>', 'of weights, or none')
    .action(shadow)
  sub('disagreements', 'where the shadow answered otherwise')
    .argument('<name>', 'of weights')
    .action(async (name: string, flags: Flags) => {
      const weights = openWeightsFolder(readSettings(flags).data)
      process.stdout.write(await describeShadow(weights.folderOf(name)))
    })
  return command
}

const list = async (flags: Flags): Promise<void> => {
  const weights = openWeightsFolder(readSettings(flags).data)
  const { active, shadow: unseen } = await weights.state()
  const names = [null, ...(await weights.names())]
  const rows = await Promise.all(
    names.map(async (name) => {
      const gate = name === null ? undefined : await readGate(weights, name)
      const place =
        active === name ? 'in force' : unseen !== null && unseen === name ? 'shadow' : ''
      return [name ?? PACKAGED, place, gate === undefined ? '-' : gate.passed ? 'passed' : 'failed']
    }),
  )
  process.stdout.write(`${renderTable(['weights', '', 'gate'], rows)}\n`)
}

const activate = async (name: string, { force, ...flags }: Flags): Promise<void> => {
  const weights = openWeightsFolder(readSettings(flags).data)
  if (name !== PACKAGED && force !== true) {
    const gate = await readGate(weights, name)
    if (gate?.passed !== true)
      throw new AppError('WEIGHTS_WORSE', `The weights ${name} ${whyNot(gate)}.`)
  }
  say(await weights.activate(name === PACKAGED ? null : name))
}

const whyNot = (gate: Gate | undefined): string => {
  if (gate === undefined) return 'were not measured against those in force'
  const worse = gate.figures.filter(({ passed }) => !passed).map(({ figure }) => figure)
  return `are worse in ${worse.length} of ${gate.figures.length} figures: ${worse.join(', ')}`
}

const rollback = async (flags: Flags): Promise<void> =>
  say(await openWeightsFolder(readSettings(flags).data).rollback())

const shadow = async (name: string, flags: Flags): Promise<void> => {
  const weights = openWeightsFolder(readSettings(flags).data)
  await weights.setShadow(name === 'none' ? null : name)
  process.stdout.write(`In the shadow: ${name}\n`)
}

const say = ({ active }: WeightsState): void => {
  process.stdout.write(`In force: ${active ?? PACKAGED}\n`)
}

const readGate = async (weights: WeightsFolder, name: string): Promise<Gate | undefined> => {
  const text = await readFile(gatePathOf(weights.folderOf(name)), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as Gate)
}
