import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('..', import.meta.url))
const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(root, 'src', name), 'utf8') }))

const folderOf = (name: string): string => name.split('/')[0] ?? ''
const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, path]) => path ?? '')

/** Folders that wire the others together. */
const WIRING = new Set(['server', 'cli'])

/** Packages that one folder alone may know. */
const OWNERS: [RegExp, string][] = [
  [/^@?fastify/, 'server'],
  [/^onnxruntime-node$/, 'inference'],
  [/^@electric-sql\/pglite/, 'store'],
  [/^@lancedb\/lancedb/, 'search'],
]

/** Folders that every other may import: nothing enters `base` without two users. */
const SHARED = new Set(['spec', 'base'])

void t.test('a folder of src imports only itself, spec and base, unless it wires', (t) => {
  t.ok(files.length > 0)
  for (const { name, text } of files) {
    const folder = folderOf(name)
    for (const path of importsOf(text).filter((one) => one.startsWith('.'))) {
      const target = folderOf(normalize(join(dirname(name), path)))
      const allowed = target === folder || SHARED.has(target) || WIRING.has(folder)
      t.ok(allowed && (folder !== 'spec' || target === 'spec'), `${name} imports ${path}`)
    }
  }
  t.end()
})

void t.test('a package with an owner is imported in its owner alone', (t) => {
  for (const { name, text } of files) {
    for (const path of importsOf(text)) {
      const owner = OWNERS.find(([pattern]) => pattern.test(path))?.[1]
      t.ok(owner === undefined || owner === folderOf(name), `${name} imports ${path}`)
    }
  }
  t.end()
})

void t.test('what parses foreign bytes is loaded in the thread of documents alone', (t) => {
  const texts = new Map(files.map(({ name, text }) => [name, text]))
  const loaded = (entry: string): ReadonlySet<string> => {
    const seen = new Set<string>()
    const open = [entry]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (seen.has(name)) continue
      seen.add(name)
      const values = (texts.get(name) ?? '').replaceAll(
        /^(?:import|export) type [^;]*?from '[^']+'/gmu,
        '',
      )
      for (const path of importsOf(values))
        open.push(path.startsWith('.') ? normalize(join(dirname(name), path)) : path)
    }
    return seen
  }
  const parsers = ['marked', 'cheerio', 'unpdf']
  for (const entry of ['cli/main.ts', 'server/door.ts', 'agent/door.ts'])
    t.strictSame(
      parsers.filter((one) => loaded(entry).has(one)),
      [],
      entry,
    )
  const inThread = loaded('search/document-worker.ts')
  t.ok(parsers.every((one) => inThread.has(one)))
  t.end()
})

void t.test('the client imports nothing of spec but types', (t) => {
  for (const { name, text } of files.filter((file) => folderOf(file.name) === 'client')) {
    const values = text.match(/^import (?!type)[^\n]*\.\.\/spec[^\n]*$/gm) ?? []
    t.strictSame(values, [], name)
  }
  t.end()
})

void t.test('the process environment is read in server/config alone', (t) => {
  const readers = files.filter(({ text }) => text.includes('process.env')).map(({ name }) => name)
  t.ok(
    readers.every((name) => name === 'server/config.ts'),
    readers.join(', '),
  )
  t.end()
})

void t.test('files stay small: half of them at most 80 lines, none over 300', (t) => {
  const sizes = files.map(({ name, text }) => ({ name, lines: text.split('\n').length - 1 }))
  const sorted = sizes.map(({ lines }) => lines).toSorted((a, b) => a - b)
  t.ok((sorted[Math.floor(sorted.length / 2)] ?? 0) <= 80)
  t.strictSame(
    sizes.filter(({ lines }) => lines > 300),
    [],
  )
  t.end()
})

void t.test('the given folders stand at the top level', (t) => {
  for (const path of ['src/server', 'src/agent', 'src/rules', 'src/search', 'models', 'test']) {
    t.ok(readdirSync(join(root, path)).length > 0, relative(root, join(root, path)))
  }
  t.end()
})
