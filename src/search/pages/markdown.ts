import { Marked, type Token } from 'marked'
import { LIQUID, withoutHugoTags, withoutLiquidTags } from './template-tags.ts'

// `---` to `---` at the very start, with at least one `key:` line: YAML about the page, not the page.
const FRONT_MATTER = /^---\n(?:[^\n]*\n)*?---(?:\n|$)/u

const titleIn = (matter: string): string | undefined => {
  const title = /^title[^\S\n]*:(.*)$/mu
    .exec(matter)?.[1]
    ?.trim()
    .replaceAll(/^["']|["']$/gu, '')
  return title === '' ? undefined : title
}

// "[!NOTE]" at the head of a quoted block, as GitHub and others show it.
const ALERT = /^\[!(?:note|tip|important|warning|caution)\]\s*/iu

const named = (alert: string): string => {
  const name = alert.trim().slice(2, -1)
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1).toLowerCase()}: `
}

// Code is of another type, and stays as it is.
const plainWords = (token: Token): void => {
  if (token.type === 'text' && !('tokens' in token))
    token.text = withoutHugoTags(token.text).replace(ALERT, named)
  if (token.type === 'html') token.text = withoutLiquidTags(String(token.text))
}

const reader = new Marked({ gfm: true, extensions: [...LIQUID], walkTokens: plainWords })

// A title has entities and elements at times: "Logging in &amp; <em>Networks</em>", and may have "x < 3".
const withoutElements = (title: string): string =>
  title.replaceAll(/<\/?[a-z][^<>]{0,200}>/giu, '').replaceAll('<', '&lt;')

/** Markdown as HTML, so that one extraction reads both; of front matter the title is kept. */
export const renderMarkdown = (markdown: string): string => {
  const matter = FRONT_MATTER.exec(markdown)?.[0]
  const isMatter = matter !== undefined && /^\w[\w-]*\s*:/mu.test(matter)
  const title = isMatter ? titleIn(matter) : undefined
  const body = reader.parse(isMatter ? markdown.slice(matter.length) : markdown, { async: false })
  const head = title === undefined ? '' : `<title>${withoutElements(title)}</title>`
  return `<head>${head}</head><body>${body}</body>`
}
