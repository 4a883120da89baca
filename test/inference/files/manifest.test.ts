import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { entryOf, readManifest, verifyFiles } from '../../../src/inference/files/manifest.ts'

const content = 'weights, weights, weights'
const sha256 = createHash('sha256').update(content).digest('hex')

const modelsFolder = (t: Test, file: object = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'dunnock-models-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'weights.bin'), content)
  const entry = {
    id: 'tiny',
    kind: 'encoder',
    graph: { cpu: 'tiny.onnx', cuda: 'tiny.onnx' },
    tokenizer: 'tokenizer.json',
    maxTokens: 256,
    width: 4,
    licence: 'Apache-2.0',
    card: 'README.md',
    files: [{ path: 'weights.bin', bytes: content.length, sha256, ...file }],
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ models: [entry] }))
  return folder
}

const verify = async (folder: string): Promise<void> =>
  verifyFiles(folder, await readManifest(folder))

void t.test('files that are what the manifest says pass', async (t) => {
  await verify(modelsFolder(t))
  t.equal(entryOf(await readManifest(modelsFolder(t)), 'encoder').id, 'tiny')
})

void t.test('a missing file is named, with the remedy', async (t) => {
  const folder = modelsFolder(t)
  rmSync(join(folder, 'weights.bin'))
  const message = /weights\.bin .*git checkout/
  await t.rejects(verify(folder), { code: 'MODEL_MISSING', message })
})

void t.test('a truncated file is told by its size', async (t) => {
  const folder = modelsFolder(t)
  writeFileSync(join(folder, 'weights.bin'), content.slice(0, 7))
  const message = /weights\.bin .*25 bytes expected, 7 found.*git checkout/
  await t.rejects(verify(folder), { code: 'MODEL_CORRUPT', message })
})

void t.test('a file of the right size with other bytes is told by its hash', async (t) => {
  const folder = modelsFolder(t)
  writeFileSync(join(folder, 'weights.bin'), content.replace('weights', 'wEights'))
  const message = new RegExp(`sha256 ${sha256} expected, [0-9a-f]{64} found`)
  await t.rejects(verify(folder), { code: 'MODEL_CORRUPT', message })
})

void t.test('a folder without a manifest has no models', async (t) => {
  const folder = modelsFolder(t)
  rmSync(join(folder, 'manifest.json'))
  await t.rejects(readManifest(folder), { code: 'MODEL_MISSING', message: /manifest\.json/ })
})

void t.test(
  'a manifest that is no JSON, lacks a field or leaves its folder is refused',
  async (t) => {
    const folder = modelsFolder(t)
    const rejects = () => t.rejects(readManifest(folder), { code: 'MODEL_CORRUPT' })
    writeFileSync(join(folder, 'manifest.json'), '{')
    await rejects()
    writeFileSync(join(folder, 'manifest.json'), '{"models":[{"id":"tiny"}]}')
    await rejects()
    const outside = modelsFolder(t, { path: '../weights.bin' })
    await t.rejects(readManifest(outside), { code: 'MODEL_CORRUPT', message: /path/ })
  },
)

void t.test('a kind that the manifest does not list is missing', async (t) => {
  const manifest = await readManifest(modelsFolder(t))
  t.throws(() => entryOf(manifest, 'reward'), { code: 'MODEL_MISSING' })
})

void t.test('the committed models are what their manifest says', async () => {
  await verify(fileURLToPath(new URL('../../../models', import.meta.url)))
})
