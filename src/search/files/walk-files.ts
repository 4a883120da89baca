import type { Dirent } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep, extname } from 'node:path'
import { throwIfAborted } from '../../spec/errors.ts'
import { MAX_DOCUMENT_BYTES, mediaTypeOf } from '../index/document.ts'

export type FileFailure = { readonly path: string; readonly reason: string }

export type FoundFile = {
  readonly path: string
  /** What callers see of the path: from the given folder on, or from the package that it belongs to. */
  readonly name: string
  readonly bytes: number
}

export type Walk = {
  readonly files: readonly FoundFile[]
  /** What should have been read and can't be. */
  readonly failures: readonly FileFailure[]
  /** Inside of folders: kinds that are not read, and links out of the folder. */
  readonly passedOver: readonly FileFailure[]
  /** Hidden files and folders, and folders of installed packages: how many were left out. */
  readonly skipped: number
}

/** `real` is the given path without links: nothing outside of it is read. */
type Root = { readonly path: string; readonly real: string }

const SKIPPED_FOLDERS = new Set(['node_modules', 'bower_components', '__pycache__'])

/**
 * Files that can be indexed, from files and folders: text, Markdown, HTML and PDF by their ending. Of
 * every other file it is told why it is none of them. A path that was named itself must be readable.
 */
export const walkFiles = async (paths: readonly string[], signal?: AbortSignal): Promise<Walk> => {
  const files = new Map<string, FoundFile>()
  const failures: FileFailure[] = []
  const passedOver: FileFailure[] = []
  const visited = new Set<string>()
  let skipped = 0

  const visit = async (path: string, root: Root): Promise<void> => {
    throwIfAborted(signal)
    const named = path === root.path
    const refuse = (reason: string): unknown =>
      (named ? failures : passedOver).push({ path, reason })
    try {
      if (!named && (await leadsOut(path, root))) return void refuse('a link out of the folder')
      const about = await stat(path)
      if (about.isDirectory()) return await visitFolder(path, root)
      if (!about.isFile()) return void refuse('not a regular file')
      if (mediaTypeOf(path) === undefined) return void refuse(whyUnsupported(path))
      if (about.size > MAX_DOCUMENT_BYTES) {
        failures.push({ path, reason: `larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB` })
      } else files.set(path, { path, name: nameOf(path, root.path), bytes: about.size })
    } catch (error) {
      throwIfAborted(signal)
      failures.push({ path, reason: reasonOf(error) })
    }
  }

  const visitFolder = async (folder: string, root: Root): Promise<void> => {
    // A link back up would be walked for ever.
    const real = await realpath(folder)
    if (visited.has(real)) return
    visited.add(real)
    const entries = await readdir(folder, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (isSkipped(entry)) skipped += 1
      else await visit(join(folder, entry.name), root)
    }
  }

  for (const given of paths) {
    const path = resolve(given)
    await visit(path, { path, real: await realpath(path).catch(() => path) })
  }
  throwIfAborted(signal)
  return { files: [...files.values()], failures, passedOver, skipped }
}

const isSkipped = ({ name }: Dirent): boolean => name.startsWith('.') || SKIPPED_FOLDERS.has(name)

/** Whether a link leads to what the given path does not hold. */
const leadsOut = async (path: string, { real: root }: Root): Promise<boolean> => {
  if (!(await lstat(path)).isSymbolicLink()) return false
  const real = await realpath(path)
  return real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)
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

const ENDINGS: Readonly<Record<string, string>> = {
  'a Word document': '.doc .docx',
  'a text document': '.odt .rtf',
  slides: '.ppt .pptx .odp .key',
  'a spreadsheet': '.xls .xlsx .ods',
  'an e-book': '.epub .mobi',
  'an archive': '.zip .gz .tar .7z',
  'an image': '.png .jpg .jpeg .gif .svg .webp .tif .tiff',
  sound: '.mp3 .wav',
  'a video': '.mp4 .mov',
}
const KINDS = new Map(
  Object.entries(ENDINGS).flatMap(([kind, endings]) =>
    endings.split(' ').map((ending) => [ending, kind] as const),
  ),
)

/** Why a file's ending keeps it from being read. */
const whyUnsupported = (path: string): string => {
  const ending = extname(path).toLowerCase()
  const kind = KINDS.get(ending)
  const what = kind === undefined ? (ending === '' ? 'no ending' : ending) : `${kind} (${ending})`
  return `not supported: ${what}; neither text, Markdown, HTML nor PDF`
}
