import { readdirSync, readFileSync } from 'node:fs'
import { Readability } from '@mozilla/readability'
import { load } from 'cheerio'
import { parseHTML } from 'linkedom'
import t from 'tap'
import { extractText } from '../../../src/search/pages/extract-text.ts'
import { tokenF1 } from '../../helpers/token-f1.ts'

type Kind = { readonly name: string; readonly html: string; readonly marked: string }

const folder = new URL('../../fixtures/pages/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

/** Pages with a file of their own, and those that share one. */
const kinds: readonly Kind[] = [
  ...readdirSync(folder)
    .filter(
      (name) => name.endsWith('.html') && readdirSync(folder).includes(`${name.slice(0, -5)}.txt`),
    )
    .map((name) => ({ name, html: read(name), marked: read(`${name.slice(0, -5)}.txt`) })),
  ...read('kinds.txt')
    .split(/^=== /mu)
    .slice(1)
    .map((part) => {
      const [, name = '', html = '', marked = ''] = /^(\S+)\n(.*?)\n---\n(.*)$/su.exec(part) ?? []
      return { name, html, marked }
    }),
]

const ours = async (html: string): Promise<string> => {
  const raw = { content: html, mediaType: 'text/html', url: 'https://example.com/', name: 'page' }
  return (await extractText(raw)).text
}

/** Some pages here leave out what a parser adds, and the small DOM does not. */
const byReadability = (html: string): string => {
  const { document } = parseHTML(load(html).html())
  type Page = ConstructorParameters<typeof Readability>[0]
  const article = new Readability(document as unknown as Page).parse()
  return `${article?.title ?? ''}\n${article?.textContent ?? ''}`
}

const allText = (html: string): string => {
  const $ = load(html)
  $('script,style').remove()
  return $('body').text()
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

void t.test(
  'the main text of thirty kinds of pages, better than a readability library',
  async (t) => {
    t.ok(kinds.length >= 30, `${kinds.length} pages`)
    const scores: number[] = []
    for (const { name, html, marked } of kinds) {
      const text = await ours(html)
      const score = tokenF1(text, marked)
      scores.push(score)
      t.ok(score >= 0.75, `${name}: ${score.toFixed(3)}${score < 0.9 ? `\n${text}` : ''}`)
    }
    const library = mean(kinds.map(({ html, marked }) => tokenF1(byReadability(html), marked)))
    const all = mean(kinds.map(({ html, marked }) => tokenF1(allText(html), marked)))
    t.comment(
      `F1: ours ${mean(scores).toFixed(3)}, library ${library.toFixed(3)}, all ${all.toFixed(3)}`,
    )
    t.ok(mean(scores) >= 0.95)
    t.ok(mean(scores) > library && mean(scores) > all)
  },
)
