import { copyFile, link, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '../../base/make-folder.ts'
import { writeWhole } from '../../base/write-whole.ts'
import { readManifest, verifyFiles, type Manifest } from '../../inference/files/manifest.ts'
import { AppError } from '../../spec/errors.ts'

const stateSchema = z.object({
  /** Null: the weights of the package. */
  active: z.string().nullable().default(null),
  /** What was active before, the latest last. */
  earlier: z.array(z.string().nullable()).default([]),
  /** Answers live turns too, and nobody sees it. */
  shadow: z.string().nullable().default(null),
})
export type WeightsState = Readonly<z.infer<typeof stateSchema>>

const NAME = /^[a-z0-9][a-z0-9.-]{0,60}$/u
const STATE = 'state.json'

/** Sets of weights beside those of the package: a folder each, with a manifest of its own. */
export type WeightsFolder = {
  readonly path: string
  readonly statePath: string
  state(): Promise<WeightsState>
  names(): Promise<readonly string[]>
  folderOf(name: string): string
  /** A set of its own of which only the manifest differs; its other files are those of `base`. */
  add(name: string, manifest: Manifest, base: string): Promise<string>
  /** In force from now on, in a running service too. Throws MODEL_MISSING, MODEL_CORRUPT. */
  activate(name: string | null): Promise<WeightsState>
  /** What was active before; throws MODEL_MISSING where nothing was. */
  rollback(): Promise<WeightsState>
  setShadow(name: string | null): Promise<WeightsState>
}

export const openWeightsFolder = (data: string): WeightsFolder => {
  const path = join(data, 'weights')
  const statePath = join(path, STATE)
  const folderOf = (name: string): string => {
    if (NAME.test(name)) return join(path, name)
    throw new AppError(
      'MODEL_MISSING',
      `"${name}" is no name of weights: small letters and hyphens.`,
    )
  }
  const state = async (): Promise<WeightsState> => {
    const text = await readFile(statePath, 'utf8').catch(() => '{}')
    return stateSchema.catch(stateSchema.parse({})).parse(JSON.parse(text || '{}'))
  }
  const write = async (next: WeightsState): Promise<WeightsState> => {
    await makeFolder(path)
    await writeWhole(statePath, JSON.stringify(next), { flush: true })
    return next
  }
  const check = async (name: string | null): Promise<void> => {
    if (name === null) return
    const folder = folderOf(name)
    await verifyFiles(folder, await readManifest(folder))
  }
  return {
    path,
    statePath,
    state,
    folderOf,
    names: async () => {
      const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
      return entries.filter((one) => one.isDirectory()).map(({ name }) => name)
    },
    add: async (name, manifest, base) => {
      const folder = folderOf(name)
      await makeFolder(folder)
      for (const file of new Set(manifest.models.flatMap((one) => one.files.map((f) => f.path))))
        await takeFile(join(base, file), join(folder, file))
      await writeWhole(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
      return folder
    },
    activate: async (name) => {
      await check(name)
      const { active, earlier, ...rest } = await state()
      if (active === name) return { active, earlier, ...rest }
      return write({ ...rest, active: name, earlier: [...earlier, active].slice(-20) })
    },
    rollback: async () => {
      const { earlier, ...rest } = await state()
      const before = earlier.at(-1)
      if (before === undefined)
        throw new AppError('MODEL_MISSING', 'No other weights were active before.')
      await check(before)
      return write({ ...rest, active: before, earlier: earlier.slice(0, -1) })
    },
    setShadow: async (shadow) => {
      await check(shadow)
      return write({ ...(await state()), shadow })
    },
  }
}

/** The same file under two names where the disk can do that: weights are large. */
const takeFile = async (from: string, to: string): Promise<void> => {
  await makeFolder(dirname(to))
  await link(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') await copyFile(from, to)
  })
}

/** The folder of the weights in force: one that was named expressly, else the active set's. */
export const weightsInForce = async (
  named: string,
  packaged: string,
  data: string,
): Promise<string> => {
  if (named !== packaged) return named
  const folder = openWeightsFolder(data)
  const { active } = await folder.state()
  return active === null ? named : folder.folderOf(active)
}
