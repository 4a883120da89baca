import t from 'tap'
import { extractText } from '../../../src/search/pages/extract-text.ts'

// Lines are folded once a level, so a page costs its length times its depth: the depth limit is what bounds it.
const LINE = 'It is so, and more.<br> <b> a </b> '
const LINES = 4_000
const MOST_MS = 8_000

/** Text of a page and the processor's time for it, in milliseconds. */
const timed = async (content: string): Promise<readonly [string, number]> => {
  const before = process.cpuUsage()
  const name = 'deep.html'
  const page = await extractText({
    content,
    mediaType: 'text/html',
    url: 'https://a.example/',
    name,
  })
  const { user, system } = process.cpuUsage(before)
  return [page.text, (user + system) / 1_000]
}

void t.test('a page near the depth limit is read in seconds', async (t) => {
  for (const [open, close, depth] of [
    ['<div>', '</div>', 240],
    ['<blockquote>', '</blockquote>', 240],
    ['<ul><li>', '</li></ul>', 120],
  ] as const) {
    const html = open.repeat(depth) + LINE.repeat(LINES) + close.repeat(depth)
    const [text, ms] = await timed(html)
    t.equal(text.match(/It is so, and more\./g)?.length, LINES, open)
    t.ok(ms < MOST_MS, `${open} ${depth} deep takes ${Math.round(ms)} ms`)
    t.comment(`${open} ${Math.round(ms)} ms`)
  }
})

void t.test('a page that is deeper is refused', async (t) => {
  const html = '<div>'.repeat(300) + LINE.repeat(LINES) + '</div>'.repeat(300)
  await t.rejects(timed(html), { code: 'UNSUPPORTED_DOCUMENT', message: /nested too deeply/u })
})
