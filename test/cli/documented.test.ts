import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import t from 'tap'
import { createProgram } from '../../src/cli/program.ts'
import { OPERATIONS } from '../../src/server/api-docs/operations.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const namesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...namesIn('docs')]
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))
const examples = namesIn('examples').map((name) => ({
  name,
  text: readFileSync(join(root, name), 'utf8'),
}))

/** Blocks of code line by line, and code within lines. */
const codeIn = (text: string): readonly string[] => [
  ...[...text.matchAll(/^```(?:sh|bash)?\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n'),
  ),
  ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code),
]
const found = (text: string, pattern: RegExp): readonly (readonly string[])[] =>
  codeIn(text).flatMap((code) => [...code.matchAll(pattern)].map((one) => one.slice(1)))

const flagsOf = (command: Command): readonly string[] => [
  '--help',
  ...command.options.flatMap(({ long, short }) => [long ?? '', short ?? '']),
  ...command.commands.flatMap(flagsOf),
]

void t.test('every command that is named is there, with its flags', async (t) => {
  const said = pages.flatMap(({ name, text }) =>
    found(text, /(?:^|&& |npx )dunnock ([a-z][a-z-]*)(?![\w:])([^#|<&]*)/g).map((one) => ({
      name,
      command: one[0] ?? '',
      rest: one[1] ?? '',
    })),
  )
  t.ok(said.length > 30, `${said.length} are named`)
  for (const { name, command, rest } of said) {
    const program = await createProgram([command])
    const own = program.commands.find((one) => one.name() === command)
    t.ok(own, `${name}: dunnock ${command}`)
    const known = own === undefined ? [] : flagsOf(own)
    const unknown = [...rest.matchAll(/(?<=\s)--[a-z][a-z-]*/g)]
      .map(([flag]) => flag)
      .filter((flag) => !known.includes(flag))
    t.strictSame(unknown, [], `${name}: dunnock ${command}${rest}`)
  }
})

void t.test('every script that is named is there', (t) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>
  }
  for (const { name, text } of pages) {
    const run = found(text, /npm run ([a-z:]+)/g).map(([script = '']) => script)
    t.strictSame(
      run.filter((script) => scripts[script] === undefined),
      [],
      name,
    )
  }
  for (const { name, text } of [...pages, ...examples]) {
    const paths = [...text.matchAll(/node --import tsx ([\w./-]+\.ts)/g)].map(
      ([, path = '']) => path,
    )
    t.strictSame(
      // `NAME` stands for any of them.
      paths.filter((path) => !path.includes('NAME') && !existsSync(join(root, path))),
      [],
      name,
    )
  }
  t.end()
})

void t.test('every call that is named is one of the service', (t) => {
  const calls = OPERATIONS.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`)
  const said = pages.flatMap(({ name, text }) =>
    found(text, /\b(GET|POST|PUT|PATCH|DELETE) (\/[\w./:{}-]*)/g).map(([method, path = '']) => ({
      name,
      call: `${method} ${path.replaceAll(/[:{]\w+\}?/g, ':')}`,
    })),
  )
  t.ok(said.length > 30, `${said.length} are named`)
  const unknown = said.filter(({ call }) => !calls.includes(call))
  t.strictSame(
    unknown.map(({ name, call }) => `${name}: ${call}`),
    [],
  )
  t.end()
})
