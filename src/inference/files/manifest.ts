import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError, ERRORS, type ErrorCode } from '../../spec/errors.ts'
import {
  entrySchema,
  type EntryOf,
  type ModelEntry,
  type ModelFile,
  type RewardSize,
} from './model-entry.ts'

const CHUNK_BYTES = 1024 * 1024

const manifestSchema = z.object({ models: z.array(entrySchema) })
export type Manifest = Readonly<z.infer<typeof manifestSchema>>

/** Reads `manifest.json`. Throws MODEL_MISSING where there is none, MODEL_CORRUPT where it is malformed. */
export const readManifest = async (modelsDir: string): Promise<Manifest> => {
  const path = join(modelsDir, 'manifest.json')
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('MODEL_MISSING', `${path} can't be read: no models are there.`, { cause })
  })
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause)
    throw new AppError('MODEL_CORRUPT', `${path} is no manifest: ${reason}`, { cause })
  }
}

/** The first model of a kind. Throws MODEL_MISSING where the manifest lists none. */
export const entryOf = <K extends ModelEntry['kind']>(manifest: Manifest, kind: K): EntryOf<K> => {
  const entry = manifest.models.find((model): model is EntryOf<K> => model.kind === kind)
  if (entry === undefined) throw new AppError('MODEL_MISSING', `The manifest lists no ${kind}.`)
  return entry
}

const OTHER_SIZE = 'Set DUNNOCK_REWARD_SIZE=auto, or make one as training/README.md says.'

/** Throws MODEL_MISSING where the manifest lists no reward model of this size. */
export const rewardOf = (manifest: Manifest, size: RewardSize): EntryOf<'reward'> => {
  const entry = manifest.models.find(
    (model): model is EntryOf<'reward'> => model.kind === 'reward' && model.size === size,
  )
  if (entry === undefined)
    throw new AppError('MODEL_MISSING', `The manifest lists no ${size} reward model. ${OTHER_SIZE}`)
  return entry
}

/**
 * Checks size and sha256 of every file that the manifest lists, all at once. Throws MODEL_MISSING or
 * MODEL_CORRUPT with the file, what was expected, what was found, and the remedy.
 */
export const verifyFiles = async (modelsDir: string, manifest: Manifest): Promise<void> => {
  const files = new Map(
    manifest.models.flatMap(({ files }) => files).map((file) => [file.path, file]),
  )
  await Promise.all([...files.values()].map((file) => verifyFile(modelsDir, file)))
}

const verifyFile = async (modelsDir: string, file: ModelFile): Promise<void> => {
  const path = join(modelsDir, file.path)
  const found = await stat(path).catch((cause: unknown) => {
    throw failure('MODEL_MISSING', `The model file ${path} can't be read.`, cause)
  })
  if (found.size !== file.bytes) {
    const sizes = `${file.bytes} bytes expected, ${found.size} found`
    throw failure('MODEL_CORRUPT', `The model file ${path} has the wrong size: ${sizes}.`)
  }
  const sha256 = await hashFile(path)
  if (sha256 !== file.sha256) {
    const hashes = `sha256 ${file.sha256} expected, ${sha256} found`
    throw failure('MODEL_CORRUPT', `The model file ${path} has other contents: ${hashes}.`)
  }
}

const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
    hash.update(chunk as Buffer)
  return hash.digest('hex')
}

const failure = (code: ErrorCode, message: string, cause?: unknown): AppError =>
  new AppError(code, `${message} ${ERRORS[code].remedy}`, { cause })
