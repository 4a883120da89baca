import { writeWhole } from '../../base/write-whole.ts'
import { join } from 'node:path'
import { readManifest, rewardOf } from '../../inference/files/manifest.ts'
import type { RewardSize } from '../../inference/files/model-entry.ts'
import type { Gate } from '../../learning/gate.ts'
import type { WeightsFolder } from '../../server/weights/weights-folder.ts'
import type { Taste } from '../../reward/taste.ts'

export type NewWeights = {
  readonly name: string
  /** The folder of the weights that they go on from. */
  readonly base: string
  readonly size: RewardSize
  readonly taste: Taste
  readonly gate: Gate
  /** Kept beside them: how they came about. */
  readonly report: object
}

const GATE = 'gate.json'

/** Writes weights beside the old ones. */
export const makeWeights = async (
  weights: WeightsFolder,
  { name, base, size, taste, gate, report }: NewWeights,
): Promise<string> => {
  const manifest = await readManifest(base)
  const { id } = rewardOf(manifest, size)
  const models = manifest.models.map((one) =>
    one.kind === 'reward' && one.id === id ? { ...one, id: `${id}+${name}`, taste } : one,
  )
  const folder = await weights.add(name, { models }, base)
  await writeWhole(join(folder, GATE), `${JSON.stringify({ ...gate, report }, null, 2)}\n`)
  return folder
}

export const gatePathOf = (folder: string): string => join(folder, GATE)
