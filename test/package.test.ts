import { readFileSync } from 'node:fs'
import t from 'tap'
import { z } from 'zod'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'))
const lock = z
  .object({
    packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })),
  })
  .parse(read('package-lock.json'))
const { allowScripts, files } = z
  .object({ allowScripts: z.record(z.string(), z.boolean()), files: z.array(z.string()) })
  .parse(read('package.json'))

const withScripts = Object.entries(lock.packages)
  .filter(([, entry]) => entry.hasInstallScript === true)
  .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))

void t.test('every package that runs a script at install is decided on, for npm 11', (t) => {
  t.strictSame(
    withScripts.filter((name) => !(name in allowScripts)),
    [],
  )
  t.end()
})

// npm 10 knows no allowScripts: it runs what the lock file says has a script. This one fetches CUDA libraries
// from outside the registry, and fails without a network. `npm install` writes the line anew: take it out again.
void t.test('the lock file gives onnxruntime-node no install script', (t) => {
  t.notOk(withScripts.includes('onnxruntime-node'))
  t.end()
})

void t.test('the package brings its lock file along', (t) => {
  t.ok(files.includes('npm-shrinkwrap.json'))
  t.end()
})

void t.test('the entry for the registry of MCP servers names this package', (t) => {
  const { name, version, mcpName } = read('package.json') as Record<string, string>
  const entry = read('server.json') as { packages: object[]; description: string }
  t.match(entry, { name: mcpName, version, packages: [{ identifier: name, version }] })
  t.ok(entry.description.length <= 100)
  t.end()
})
