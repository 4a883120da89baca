import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { throwIfAborted } from '../spec/errors.ts'
import { MAX_DOCUMENT_BYTES, mediaTypeOf } from './document.ts'

export type FileFailure = { readonly path: string; readonly reason: string }

export type FoundFile = {
  readonly path: string
  /** What callers see of the path: from the given folder on, or from the package that it belongs to. */
  readonly name: string
  readonly bytes: number
}

const SKIPPED_FOLDERS = new Set(['node_modules', 'bower_components', '__pycache__'])

/**
 * Files that can be indexed, from files and folders: text, Markdown, HTML and PDF by their ending. A
 * path that was named itself must be readable; inside of folders other kinds are passed over.
 */
export const walkFiles = async (
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<{ readonly files: readonly FoundFile[]; readonly failures: readonly FileFailure[] }> => {
  const files = new Map<string, FoundFile>()
  const failures: FileFailure[] = []
  const visited = new Set<string>()

  const visit = async (path: string, root: string, named: boolean): Promise<void> => {
    throwIfAborted(signal)
    try {
      const about = await stat(path)
      if (about.isDirectory()) return await visitFolder(path, root)
      if (!about.isFile()) return
      if (mediaTypeOf(path) === undefined) {
        if (named) failures.push({ path, reason: 'neither text, Markdown, HTML nor PDF' })
        return
      }
      if (about.size > MAX_DOCUMENT_BYTES) {
        failures.push({ path, reason: `larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB` })
      } else files.set(path, { path, name: nameOf(path, root), bytes: about.size })
    } catch (error) {
      failures.push({ path, reason: reasonOf(error) })
    }
  }

  const visitFolder = async (folder: string, root: string): Promise<void> => {
    // A link back up would be walked for ever.
    const real = await realpath(folder)
    if (visited.has(real)) return
    visited.add(real)
    const names = (await readdir(folder)).sort()
    for (const name of names) {
      if (!name.startsWith('.') && !SKIPPED_FOLDERS.has(name))
        await visit(join(folder, name), root, false)
    }
  }

  for (const path of paths) await visit(resolve(path), resolve(path), true)
  throwIfAborted(signal)
  return { files: [...files.values()], failures }
}

const nameOf = (path: string, root: string): string => {
  const [, inPackage] = /^.*[\\/]node_modules[\\/](.+)$/u.exec(path) ?? []
  return (inPackage ?? relative(dirname(root), path)).replaceAll(sep, '/')
}

/** What the operating system says, in words. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ELOOP: 'a link that leads to itself',
  }
  const code = 'code' in error ? String(error.code) : ''
  return words[code] ?? error.message.split('\n')[0] ?? basename(code)
}
