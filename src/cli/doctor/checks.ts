import { statfs } from 'node:fs/promises'
import { readManifest, verifyFiles } from '../../inference/files/manifest.ts'
import { probeDevice } from '../../inference/graphs/probe-device.ts'
import { walkFiles } from '../../search/files/walk-files.ts'
import { requireKey } from '../../server/access/api-key.ts'
import { unknownVariables } from '../../server/setup/config.ts'
import { planIndexing } from '../../server/setup/index-documents.ts'
import { requireFreePort } from '../../server/setup/listen.ts'
import { packageVersion } from '../../server/setup/package-root.ts'
import { isAppError } from '../../spec/errors.ts'
import { lockFolder } from '../../store/lock-folder.ts'
import { openRules } from '../open-rules.ts'
import { type Check, ok } from './check.ts'
import { openWeb } from '../../search/open-web.ts'

// A new database takes 40 MB; below this, the first dialogues would fail.
const LEAST_FREE_BYTES = 200e6

/** Writes its lock into the folder, as the service would. */
const checkDataFolder: Check['run'] = async ({ data }) => {
  try {
    const unlock = await lockFolder(data)
    await unlock()
  } catch (error) {
    if (!isAppError(error, 'DATA_IN_USE')) throw error
    const remedy = 'Where that is your service, all is well.'
    return { status: 'warning', detail: error.message, remedy }
  }
  const { bavail, bsize } = await statfs(data)
  const free = bavail * bsize
  const detail = `${data} can be written, ${(free / 1e9).toFixed(1)} GB free`
  if (free >= LEAST_FREE_BYTES) return ok(detail)
  return { status: 'warning', detail, remedy: 'Free disk space, or point DUNNOCK_DATA elsewhere.' }
}

/** What would be indexed at the next start; no index is opened for it. */
const checkDocuments: Check['run'] = async ({ documents }) => {
  const plan = await planIndexing({ list: () => ({ documents: [], total: 0 }) }, documents)
  const { files, failures } = await walkFiles(plan?.paths ?? [])
  const from = documents.length > 0 ? documents.join(', ') : "the installed packages' manuals"
  const detail = `${files.length} files of ${from}`
  const [first] = failures
  if (first === undefined) return ok(detail)
  const others = failures.length > 1 ? `, and ${failures.length - 1} more` : ''
  const remedy = 'Correct DUNNOCK_DOCUMENTS, or the rights of the files.'
  return { status: 'warning', detail: `${first.path}: ${first.reason}${others}`, remedy }
}

const NODE = { major: 20, minor: 19 }

const checkNode: Check['run'] = async () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isNew = major > NODE.major || (major === NODE.major && minor >= NODE.minor)
  const detail = `Node ${process.versions.node}, Dunnock ${packageVersion}, ${process.platform} ${process.arch}`
  if (isNew) return ok(detail)
  const remedy = `Install Node ${NODE.major}.${NODE.minor} or later.`
  return { status: 'failed', detail, remedy }
}

const checkSettings: Check['run'] = async () => {
  const unknown = unknownVariables()
  if (unknown.length === 0) return ok('all variables of the environment are known')
  const remedy = 'dunnock serve --help lists the settings.'
  return { status: 'warning', detail: `no such setting: ${unknown.join(', ')}`, remedy }
}

const checkModels: Check['run'] = async ({ models }) => {
  const manifest = await readManifest(models)
  await verifyFiles(models, manifest)
  const bytes = new Map(
    manifest.models.flatMap(({ files }) => files).map((file) => [file.path, file.bytes]),
  )
  const total = [...bytes.values()].reduce((sum, one) => sum + one, 0)
  const names = manifest.models.map(({ id }) => id).join(', ')
  return ok(`${names}: ${bytes.size} files, ${Math.round(total / 1e6)} MB, all as in the manifest`)
}

const checkDevice: Check['run'] = async ({ device, models }) => {
  const { detail } = await probeDevice(device, models)
  return ok(detail)
}

const checkRules: Check['run'] = async (config) => {
  const rules = (await openRules(config)).all()
  return ok(`${rules.length} rules in force`)
}

const checkPort: Check['run'] = async (config) => {
  const { host, port } = config
  requireKey(config)
  await requireFreePort({ host, port })
  return ok(`${host}:${port} is free`)
}

// The tests of the services embed nothing, and keep nothing.
const unused = () => Promise.reject(new Error('a self-test needs no such part: this is a bug'))
const NOTHING = { encoder: { id: 'none', dimensions: 0, embed: unused }, keepPage: unused }

/** Asks each search service that is configured beside the wiki; answers go on without it. */
const checkServices: Check['run'] = async (config) => {
  const settings = { ...config, wikipedia: 'off' }
  const web = openWeb(settings, { ...NOTHING, dataDir: config.data })
  try {
    const tests = await Promise.all(web.services.map((service) => service.selfTest()))
    if (tests.length === 0) return ok('no other search service is configured')
    const detail = tests.map((one) => `${one.id}: ${one.detail}`).join('; ')
    if (tests.every(({ status }) => status === 'ok')) return ok(detail)
    return { status: 'warning', detail, remedy: 'Correct what is named, or unset the service.' }
  } finally {
    await web.close()
  }
}

/** Asks the wiki what it is called; answers go on without it, so that its silence is a warning. */
const checkWikipedia: Check['run'] = async ({ wikipedia, data }) => {
  const web = openWeb({ wikipedia }, { ...NOTHING, dataDir: data })
  try {
    const [source] = web.services
    if (source === undefined) return ok('off, as configured')
    const { status, detail } = await source.selfTest()
    if (status === 'ok') return ok(detail)
    const remedy = 'Allow the address in your firewall, or set DUNNOCK_WIKIPEDIA=off.'
    return { status: 'warning', detail, remedy }
  } finally {
    await web.close()
  }
}

export const checks: readonly Check[] = [
  { name: 'node', run: checkNode },
  { name: 'settings', run: checkSettings },
  { name: 'models', run: checkModels },
  { name: 'device', run: checkDevice },
  { name: 'data', run: checkDataFolder },
  { name: 'rules', run: checkRules },
  { name: 'port', run: checkPort },
  { name: 'documents', run: checkDocuments },
  { name: 'wikipedia', run: checkWikipedia },
  { name: 'search', run: checkServices },
]
