import { marked, type Token } from 'marked'

// `---` to `---` at the very start, with at least one `key:` line: YAML about the page, not the page.
const FRONT_MATTER = /^---\n(?:[^\n]*\n)*?---(?:\n|$)/u

const titleIn = (matter: string): string | undefined => {
  const title = /^title[^\S\n]*:(.*)$/mu
    .exec(matter)?.[1]
    ?.trim()
    .replaceAll(/^["']|["']$/gu, '')
  return title === '' ? undefined : title
}

// A tag of Hugo's templates with named parameters or a path alone, such as `{{% alert title="Note" color="info" %}}`,
// `{{% /alert %}}` and `{{% include "/notes/a.md" %}}`: how what stands around it is shown. Of others, such as
// `{{< new-in 0.120.0 >}}`, the words may say something.
const TEMPLATE_TAG =
  /\{\{[%<] ?\/?[\w/-]{1,60}(?: {1,4}[\w-]{1,60}=(?:"[^"\n]{0,200}"|[^\s"'%<>{}]{1,200})| {1,4}"[^"\n ]{0,200}\/[^"\n ]{0,200}"){0,9} ?\/?[%>]\}\}/gu
const TITLE = / title="([^"\n]*)"/u

const withoutTags = (text: string): string =>
  text.replaceAll(TEMPLATE_TAG, (tag, at: number) => {
    const title = TITLE.exec(tag)?.[1]
    const leads = text.slice(at + tag.length, at + tag.length + 2).trim() !== ''
    return title === undefined ? '' : leads ? `${title}:` : title
  })

// "[!NOTE]" at the head of a quoted block, as GitHub and others show it.
const ALERT = /^\[!(?:note|tip|important|warning|caution)\]\s*/iu

const named = (alert: string): string => {
  const name = alert.trim().slice(2, -1)
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1).toLowerCase()}: `
}

// Code is of another type, and stays as it is.
const dropTags = (token: Token): void => {
  if (token.type === 'text' && !('tokens' in token))
    token.text = withoutTags(token.text).replace(ALERT, named)
}

export type Markdown = { readonly html: string; readonly title?: string }

/** Markdown as HTML, so that one extraction reads both; front matter is left out but for its title. */
export const renderMarkdown = (markdown: string): Markdown => {
  const matter = FRONT_MATTER.exec(markdown)?.[0]
  const isMatter = matter !== undefined && /^\w[\w-]*\s*:/mu.test(matter)
  const title = isMatter ? titleIn(matter) : undefined
  const body = isMatter ? markdown.slice(matter.length) : markdown
  const html = marked.parse(body, { async: false, gfm: true, walkTokens: dropTags })
  return { html: `<body>${html}</body>`, ...(title !== undefined && { title }) }
}
