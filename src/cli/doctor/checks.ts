import { readManifest, verifyFiles } from '../../inference/manifest.ts'
import { probeDevice } from '../../inference/probe-device.ts'
import { requireKey } from '../../server/api-key.ts'
import { unknownVariables } from '../../server/config.ts'
import { requireFreePort } from '../../server/listen.ts'
import { packageVersion } from '../../server/package-root.ts'
import { openRules } from '../rules/open-rules.ts'
import { ok, type Check } from './check.ts'
import { checkDataFolder } from './data-folder.ts'
import { checkDocuments } from './documents.ts'
import { checkServices } from './services.ts'
import { checkWikipedia } from './wikipedia.ts'

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
