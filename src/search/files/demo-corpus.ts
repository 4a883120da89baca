import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

// These packages carry their whole manual; its reference comes first.
const MANUALS: Readonly<Record<string, readonly string[]>> = {
  fastify: ['docs/Reference', 'docs'],
  undici: ['docs'],
}

const packageSchema = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
})

/**
 * Documentation that is on this machine already: the manuals and READMEs of the packages that this
 * one depends on, as files and folders. What is not installed is left out.
 */
export const demoPaths = async (): Promise<readonly string[]> => {
  const own = await findPackage(dirname(fileURLToPath(import.meta.url)))
  const names = Object.keys(own.dependencies).sort()
  const manuals = await Promise.all(names.map((name) => manualOf(name, own.folder)))
  const readmes = await Promise.all(names.map((name) => readmeOf(name, own.folder)))
  return [...manuals, ...readmes].flat()
}

type OwnPackage = {
  readonly folder: string
  readonly dependencies: Readonly<Record<string, string>>
}

const findPackage = async (folder: string): Promise<OwnPackage> => {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
  if (text !== undefined) return { folder, ...packageSchema.parse(JSON.parse(text)) }
  if (dirname(folder) === folder) throw new Error('no package.json above this file: this is a bug')
  return await findPackage(dirname(folder))
}

const manualOf = async (name: string, from: string): Promise<readonly string[]> => {
  const folder = await installedFolder(name, from)
  const paths = MANUALS[name]?.map((path) => join(folder ?? '', path)) ?? []
  const isThere = await Promise.all(paths.map(isFolder))
  return folder === undefined ? [] : paths.filter((_, at) => isThere[at])
}

const readmeOf = async (name: string, from: string): Promise<readonly string[]> => {
  const folder = await installedFolder(name, from)
  if (folder === undefined) return []
  const readme = (await readdir(folder)).find((file) => /^readme\.(?:md|markdown)$/iu.test(file))
  return readme === undefined ? [] : [join(folder, readme)]
}

/** As Node finds packages: in the nearest `node_modules`, going up; a dependency may be hoisted. */
const installedFolder = async (name: string, from: string): Promise<string | undefined> => {
  const folder = join(from, 'node_modules', name)
  if (await isFolder(folder)) return folder
  return dirname(from) === from ? undefined : await installedFolder(name, dirname(from))
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() ?? false
