import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('..', import.meta.url))

type File = { readonly name: string; readonly text: string; readonly imports: readonly string[] }

const IMPORT = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g
const filesOf = (folder: string, ending: string): readonly File[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => {
      const text = readFileSync(join(root, folder, name), 'utf8')
      return { name, text, imports: [...text.matchAll(IMPORT)].map(([, path]) => path ?? '') }
    })

const files = filesOf('src', '.ts')
const page = filesOf('web', '.js')

/** Folders that every other may import. Nothing enters `base` without users in two folders. */
const SHARED = ['spec', 'base']

/** Folders that wire the others together. */
const WIRING = ['server', 'cli']

/**
 * The rooms of a folder, floor by floor: a room imports itself and the floors below it, never a neighbour.
 * `.` are the folder's own files; a file may have a floor of its own.
 */
const FLOORS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  spec: [['span'], ['text'], ['.']],
  agent: [['crisis', 'passages', 'window'], ['.']],
  probing: [['statistics', 'attacks'], ['.']],
  search: [
    ['ranking', 'screen'],
    ['pages'],
    ['snippets'],
    ['reading'],
    ['fetch'],
    ['index', 'web'],
    ['files', '.'],
  ],
  inference: [['files', 'workers'], ['graphs'], ['embedded', 'served', '.']],
  server: [
    ['errors'],
    ['http', 'access'],
    ['admission'],
    ['observe'],
    ['turns', 'welcome', 'probes', 'weights'],
    ['setup'],
    ['borrowed'],
    ['chat', 'openai', 'anthropic', 'mcp', 'routes'],
    ['api-docs'],
    ['.'],
  ],
  cli: [
    ['.'],
    ['jsonl'],
    ['ask', 'curate', 'doctor', 'eval', 'export', 'rules'],
    ['learn'],
    ['commands'],
    ['program'],
    ['main'],
  ],
}

/** The page's rooms, in the same way. */
const PAGE_FLOORS = [
  ['ground/words'],
  ['ground'],
  ['service'],
  ['conversation', 'markdown'],
  ['page', 'turn', 'inspector', 'library'],
  ['widget', '.'],
]

/** What a folder with rooms shows to the others: its own files, and these. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  agent: ['crisis/lines.ts'],
  search: ['files/', 'index/document-index.ts', 'index/document.ts', 'index/draft-documents.ts'],
  inference: [
    'files/',
    'embedded/open-language-model.ts',
    'served/open-served-model.ts',
    'graphs/probe-device.ts',
  ],
}

/** Packages that one folder or room alone may know. */
const OWNERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^@?fastify/, ['server']],
  [/^onnxruntime-node$/, ['inference/graphs', 'inference/embedded']],
  [/^@electric-sql\/pglite/, ['store']],
  [/^(@lancedb\/lancedb|apache-arrow)/, ['search/index']],
  [/^(cheerio|domhandler|marked|unpdf)/, ['search/pages']],
  [/^undici$/, ['search/fetch', 'search/web', 'search/open-web.ts', 'inference/served']],
  [/^commander$/, ['cli']],
  [/^@modelcontextprotocol/, ['server/mcp', 'cli/commands/mcp.ts']],
]

/** Who may read the environment. LanceDB takes its number of threads from there alone. */
const READERS = ['server/setup/config.ts', 'search/index/lance-session.ts']

const MOST_FILES = 24

const folderOf = (name: string): string => name.split('/')[0] ?? ''
const targetsOf = ({ name, imports }: File): readonly string[] =>
  imports.filter((path) => path.startsWith('.')).map((path) => normalize(join(dirname(name), path)))
const within = (name: string, place: string): boolean =>
  name === place || name.startsWith(place.endsWith('.ts') ? place : `${place}/`)

/** The floor that a file stands on: that of the longest place which holds it. -1: of none. */
const floorOf = (name: string, floors: readonly (readonly string[])[]): number => {
  const path = name.replace(/\.[jt]s$/, '')
  const places = floors.flatMap((rooms, floor) => rooms.map((room) => ({ room, floor })))
  const best = places
    .filter(({ room }) => (room === '.' ? !path.includes('/') : within(path, room)))
    .toSorted((a, b) => b.room.length - a.room.length)[0]
  return best?.floor ?? -1
}

/** Imports that do not go down: up, or to a neighbour. */
const climbs = (files: readonly File[], floors: readonly (readonly string[])[]): string[] =>
  files.flatMap((file) =>
    targetsOf(file)
      .filter((target) => files.some(({ name }) => name === target))
      .filter((target) => dirname(target) !== dirname(file.name))
      .filter((target) => floorOf(target, floors) >= floorOf(file.name, floors))
      .map((target) => `${file.name} imports ${target}`),
  )

void t.test('a folder of src imports only itself, spec and base, unless it wires', (t) => {
  t.ok(files.length > 0)
  const wrong = files.flatMap((file) => {
    const folder = folderOf(file.name)
    const allowed = [folder, ...(folder === 'spec' ? [] : folder === 'base' ? ['spec'] : SHARED)]
    return targetsOf(file)
      .filter((target) => !WIRING.includes(folder) && !allowed.includes(folderOf(target)))
      .map((target) => `${file.name} imports ${target}`)
  })
  t.strictSame(wrong, [])
  t.end()
})

void t.test('a room imports itself and the floors below it', (t) => {
  for (const [folder, floors] of Object.entries(FLOORS)) {
    const own = files
      .filter(({ name }) => folderOf(name) === folder)
      .map((file) => ({ ...file, name: file.name.slice(folder.length + 1) }))
    t.strictSame(climbs(own, floors), [], folder)
    const homeless = own.filter(({ name }) => floorOf(name, floors) < 0).map(({ name }) => name)
    t.strictSame(homeless, [], `rooms of ${folder} without a floor`)
  }
  t.strictSame(climbs(page, PAGE_FLOORS), [], 'web')
  t.strictSame(
    page.filter(({ name }) => floorOf(name, PAGE_FLOORS) < 0),
    [],
    'rooms of web without a floor',
  )
  const listed = Object.keys(FLOORS)
  const roomed = new Set(
    files.filter(({ name }) => name.split('/').length > 2).map(({ name }) => folderOf(name)),
  )
  t.strictSame(
    [...roomed].filter((folder) => !listed.includes(folder)),
    [],
    'folders without floors',
  )
  t.end()
})

void t.test('a folder with doors is entered by them', (t) => {
  const wrong = files.flatMap((file) =>
    targetsOf(file)
      .filter((target) => folderOf(target) !== folderOf(file.name))
      .filter((target) => {
        const [folder = '', ...rest] = target.split('/')
        const doors = DOORS[folder]
        const inner = rest.join('/')
        return doors && rest.length > 1 && !doors.some((door) => inner.startsWith(door))
      })
      .map((target) => `${file.name} imports ${target}`),
  )
  t.strictSame(wrong, [])
  t.end()
})

void t.test('what stands in base has users in two folders', (t) => {
  const lonely = files
    .filter(({ name }) => folderOf(name) === 'base')
    .filter(({ name }) => {
      const users = files
        .filter((file) => targetsOf(file).includes(name))
        .map((file) => folderOf(file.name))
      // A file that base itself is built on needs no other user.
      return !users.includes('base') && new Set(users).size < 2
    })
    .map(({ name }) => name)
  t.strictSame(lonely, [])
  t.end()
})

void t.test('a package with an owner is imported in its owner alone', (t) => {
  const wrong = files.flatMap(({ name, imports }) =>
    imports
      .filter((path) => {
        const owners = OWNERS.find(([pattern]) => pattern.test(path))?.[1]
        return owners && !owners.some((owner) => within(name, owner))
      })
      .map((path) => `${name} imports ${path}`),
  )
  t.strictSame(wrong, [])
  t.end()
})

void t.test('the client imports nothing of spec but types', (t) => {
  for (const { name, text } of files.filter((file) => folderOf(file.name) === 'client')) {
    const values = text.match(/^import (?!type)[^\n]*\.\.\/spec[^\n]*$/gm) ?? []
    t.strictSame(values, [], name)
  }
  t.end()
})

void t.test('the environment is read in one place', (t) => {
  const readers = files
    .filter(({ text }) =>
      /process\.env|process\[|node:process|\{[^}]*\benv\b[^}]*\} = process\b/.test(text),
    )
    .map(({ name }) => name)
  t.strictSame(
    readers.filter((name) => !READERS.includes(name)),
    [],
  )
  t.end()
})

void t.test('no import goes round in a circle, types among them', (t) => {
  const imports = new Map(files.map((file) => [file.name, targetsOf(file)]))
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(' > '))
    if (done.has(name) || path.includes(name)) return
    for (const target of imports.get(name) ?? []) visit(target, [...path, name])
    done.add(name)
  }
  for (const { name } of files) visit(name, [])
  t.strictSame(circles, [])
  t.end()
})

void t.test(`a folder holds at most ${MOST_FILES} files`, (t) => {
  const counts = new Map<string, number>()
  for (const { name } of [
    ...files.map((file) => ({ name: `src/${file.name}` })),
    ...page.map((file) => ({ name: `web/${file.name}` })),
  ])
    counts.set(dirname(name), (counts.get(dirname(name)) ?? 0) + 1)
  t.strictSame(
    [...counts].filter(([, count]) => count > MOST_FILES),
    [],
  )
  t.end()
})

void t.test('files stay small: half of them at most 60 lines, none over 200', (t) => {
  const sizes = files.map(({ name, text }) => ({ name, lines: text.split('\n').length - 1 }))
  const sorted = sizes.map(({ lines }) => lines).toSorted((a, b) => a - b)
  t.ok((sorted[Math.floor(sorted.length / 2)] ?? 0) <= 60)
  t.strictSame(
    sizes.filter(({ lines }) => lines > 200),
    [],
  )
  t.end()
})

void t.test(
  'of a hundred files at most 42 have one importer alone: the others are shared, or doors',
  (t) => {
    const targets = files.flatMap((file) => [...new Set(targetsOf(file))])
    const importers = new Map(files.map(({ name }) => [name, 0]))
    for (const target of targets) importers.set(target, (importers.get(target) ?? 0) + 1)
    const lone = files.filter(({ name }) => importers.get(name) === 1)
    t.ok(lone.length / files.length < 0.42, `${lone.length} of ${files.length}`)
    t.end()
  },
)
