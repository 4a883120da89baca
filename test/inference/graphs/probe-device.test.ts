import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { probeDevice } from '../../../src/inference/graphs/probe-device.ts'

const models = fileURLToPath(new URL('../../../models', import.meta.url))

void t.test('the CPU is taken without a probe where it is asked for', async (t) => {
  t.match(await probeDevice('cpu', '/nowhere'), { requested: 'cpu', used: 'cpu' })
})

void t.test(
  'auto names the provider that a test row went through, and why not the other',
  async (t) => {
    const device = await probeDevice('auto', models)
    t.equal(device.requested, 'auto')
    t.match(
      device.detail,
      device.used === 'cuda' ? /CUDA passed/ : /CPU, since CUDA can't be used: ./,
    )
  },
)

void t.test('cuda that can’t be had is an error that says why, never a silent CPU', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dunnock-probe-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  // No graph at all, so that no machine can run it.
  writeFileSync(join(folder, 'broken.onnx'), 'not a graph')
  const entry = {
    id: 'broken',
    kind: 'encoder',
    graph: { cpu: 'broken.onnx', cuda: 'broken.onnx' },
    tokenizer: 'tokenizer.json',
    maxTokens: 256,
    width: 4,
    licence: 'Apache-2.0',
    card: 'README.md',
    files: [{ path: 'broken.onnx', bytes: 11, sha256: '0'.repeat(64) }],
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ models: [entry] }))
  const message = /CUDA can't be used: ./
  await t.rejects(probeDevice('cuda', folder), { code: 'DEVICE_UNAVAILABLE', message })
  t.equal((await probeDevice('auto', folder)).used, 'cpu')
})
