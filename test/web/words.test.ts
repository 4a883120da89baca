import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { say } from '../../web/ground/say.js'

const folder = new URL('../../web/ground/words/', import.meta.url)
const tables: Record<string, readonly string[]>[] = []
for (const name of readdirSync(folder)) {
  const module = (await import(new URL(name, folder).href)) as Record<
    string,
    Record<string, readonly string[]>
  >
  tables.push(...Object.values(module))
}
const rows = tables.flatMap((table) => Object.entries(table))
const gaps = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].toSorted()

void t.test('every word is there in each language, with the same gaps', (t) => {
  t.ok(rows.length > 200)
  for (const [word, [english = '', korean = '', ...rest]] of rows) {
    t.ok(english !== '' && korean !== '' && rest.length === 0, word)
    t.strictSame(gaps(korean), gaps(english), word)
  }
  t.equal(new Set(rows.map(([word]) => word)).size, rows.length)
  t.end()
})

void t.test('every word is used', (t) => {
  const web = new URL('../../web/', import.meta.url)
  const code = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js') && !name.startsWith('ground/words/'))
    .map((name) => readFileSync(new URL(name, web), 'utf8'))
    .join('\n')
  const isUsed = (word: string): boolean =>
    code.includes(`'${word}'`) || /^(?:error|kind|rule|score|stage)\./.test(word)
  t.strictSame(
    rows.map(([word]) => word).filter((word) => !isUsed(word)),
    [],
  )
  t.end()
})

void t.test('a number of things is told as one or many', (t) => {
  t.equal(say('state.ready', { count: 1 }), 'Ready · 1 document')
  t.equal(say('state.ready', { count: 1_200 }), 'Ready · 1,200 documents')
  t.equal(say('dialogue.deleted', { title: 'A' }), 'Deleted “A”')
  t.end()
})
