import { marked } from 'marked'

// `---` to `---` at the very start, with at least one `key:` line: YAML about the page, not the page.
const FRONT_MATTER = /^---\n(?:[^\n]*\n)*?---(?:\n|$)/u

const titleIn = (matter: string): string | undefined => {
  const title = /^title[^\S\n]*:(.*)$/mu
    .exec(matter)?.[1]
    ?.trim()
    .replaceAll(/^["']|["']$/gu, '')
  return title === '' ? undefined : title
}

export type Markdown = { readonly html: string; readonly title?: string }

/** Markdown as HTML, so that one extraction reads both; front matter is left out but for its title. */
export const renderMarkdown = (markdown: string): Markdown => {
  const matter = FRONT_MATTER.exec(markdown)?.[0]
  const isMatter = matter !== undefined && /^\w[\w-]*\s*:/mu.test(matter)
  const title = isMatter ? titleIn(matter) : undefined
  const body = isMatter ? markdown.slice(matter.length) : markdown
  const html = marked.parse(body, { async: false, gfm: true })
  return { html: `<body>${html}</body>`, ...(title !== undefined && { title }) }
}
