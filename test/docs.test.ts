import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const root = fileURLToPath(new URL('..', import.meta.url))
const list = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name))

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...['docs', 'examples', 'models', 'training'].flatMap(list),
].map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))

/** Their lines are long where tables and figures are, and nobody reads them from the top. */
const isNotebook = (name: string): boolean => /measurements\.md|training\/log\/|models\//.test(name)
/** Documents that are written for models, not for readers. */
const isData = (name: string): boolean => /training\/(written\/documents|out)\//.test(name)

/** Runs of lines outside code and tables. */
const paragraphsOf = (text: string): readonly (readonly string[])[] =>
  text
    .replaceAll(/^( *)```[^\n]*\n[\s\S]*?^\1```$/gm, '')
    .split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )/)
    .map((block) => block.split('\n').filter((line) => line !== '' && !/^\s*[|#<]/.test(line)))
    .filter((lines) => lines.length > 0)
/** Without the targets of links and what is code. */
const wordsOf = (lines: readonly string[]): string =>
  lines
    .join(' ')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replaceAll(/`[^`]*`/g, 'code')

const prose = pages.filter(({ name }) => !isData(name))

void t.test('a line of prose has at most 120 characters', (t) => {
  for (const { name, text } of prose) {
    const long = paragraphsOf(text).flatMap((lines) => lines.filter((line) => line.length > 120))
    t.strictSame(long, [], name)
  }
  t.end()
})

void t.test('a paragraph has at most 90 words and 8 figures', (t) => {
  for (const { name, text } of prose.filter((page) => !isNotebook(page.name))) {
    const dense = paragraphsOf(text)
      .map(wordsOf)
      .filter(
        (words) =>
          words.split(/\s+/).length > 90 || (words.match(/\d+(?:[.,]\d+)*/g)?.length ?? 0) > 8,
      )
    t.strictSame(dense, [], name)
  }
  t.end()
})

void t.test('every path that is named exists', (t) => {
  for (const { name, text } of prose.filter((page) => !page.name.startsWith('training/log/'))) {
    const named = [...text.matchAll(/(?<![\w./-])(?:src|test|bench|training|web)\/[\w./-]*\w/g)]
      .map(([path]) => path)
      .filter((path) => !/training\/out|written\/(?:questions|documents)/.test(path))
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path]) =>
      join(name, '..', path ?? ''),
    )
    const missing = [...named, ...links].filter((path) => !existsSync(join(root, path)))
    t.strictSame(missing, [], name)
  }
  t.end()
})

void t.test('decisions are numbered without a gap, and listed newest first', (t) => {
  const folder = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d/.test(name))
  const names = folder.toSorted().toReversed()
  const index = readFileSync(join(root, 'docs/decisions/README.md'), 'utf8')
  t.strictSame(
    [...index.matchAll(/\]\((\d[^)]+)\)/g)].map(([, name]) => name),
    names,
  )
  t.strictSame(
    names.map((name) => Number(name.slice(0, 4))),
    names.map((_, i) => names.length - i),
  )
  t.end()
})
