import type { TokenizerAndRendererExtension } from 'marked'
import { escapeHtml } from '../../spec/text/escape-html.ts'

// Templates of site generators, as they stand in Markdown outside of code: they say how what is around them is shown.

// A tag of Hugo's with named parameters or a path alone, such as `{{% alert title="Note" color="info" %}}`,
// `{{% /alert %}}` and `{{% include "/notes/a.md" %}}`. Of others the words may say something.
const HUGO_TAG =
  /\{\{[%<]\s?\/? ?[\w/-]{1,60}(?:\s{1,6}[\w-]{1,60}=(?:"[^"\n]{0,200}"|[^\s"'%<>{}]{1,200})|\s{1,6}"[^"\n ]{0,200}\/[^"\n ]{0,200}"){0,12}\s{0,4}\/?[%>]\}\}/gu
const TITLE = /\stitle="([^"\n]*)"/u
// `{{< new-in 0.120.0 />}}`
const HUGO_SINCE =
  /\{\{[%<] ?(new|deprecated|added|removed|changed)-in "?(v?\d[\w.]{0,20})"? ?\/?[%>]\}\}/gu

/** A text token without Hugo's tags: of one with a title that is left, of one with a version what it says. */
export const withoutHugoTags = (text: string): string =>
  text
    .replaceAll(HUGO_TAG, (tag, at: number) => {
      const title = TITLE.exec(tag)?.[1]
      const leads = text.slice(at + tag.length, at + tag.length + 2).trim() !== ''
      return title === undefined ? '' : leads ? `${title}:` : title
    })
    .replaceAll(HUGO_SINCE, '($1 in $2)')

// `{% slack_channel "people-ops" %}`, as Liquid has it (Jekyll, Eleventy).
const LIQUID_TAG = /^\{%-? ?\w{1,40}(?: {1,4}"([^"\n%]{0,200})")?[^%\n]{0,200}%\}(?!\})/u
const LIQUID_TAGS = /\{%[^%\n]{1,400}%\}(?!\})/gu
// `[the page]({% page "/leave/#sick" %})`
const LIQUID_LINK =
  /^\[((?:[^[\]\\]|\\.){1,300})\]\(\{%-? ?\w{1,40} {1,4}["']?([^"'\n% ]{1,200})["']? {0,4}-?%\}[^)\s]{0,100}\)/u
const COMMENT = /^\{%-? ?comment ?-?%\}/u
const COMMENT_END = /\{%-? ?endcomment ?-?%\}/u
const LONGEST_COMMENT = 20_000

const liquidComment: TokenizerAndRendererExtension = {
  name: 'liquid-comment',
  level: 'block',
  tokenizer: (text) => {
    if (!COMMENT.test(text)) return
    const end = COMMENT_END.exec(text.slice(0, LONGEST_COMMENT))
    return end === null
      ? undefined
      : { type: 'liquid-comment', raw: text.slice(0, end.index + end[0].length) }
  },
  renderer: () => '',
}

const liquidLink: TokenizerAndRendererExtension = {
  name: 'liquid-link',
  level: 'inline',
  start: (text) => positionOf(text, '['),
  tokenizer(text) {
    const [raw, words = '', href = ''] = LIQUID_LINK.exec(text) ?? []
    if (raw === undefined) return
    return { type: 'liquid-link', raw, href, tokens: this.lexer.inlineTokens(words) }
  },
  renderer({ href, tokens = [] }) {
    return `<a href="${escapeHtml(String(href))}">${this.parser.parseInline(tokens)}</a>`
  },
}

const liquidTag: TokenizerAndRendererExtension = {
  name: 'liquid-tag',
  level: 'inline',
  start: (text) => positionOf(text, '{%'),
  tokenizer: (text) => {
    const raw = LIQUID_TAG.exec(text)?.[0]
    return raw === undefined ? undefined : { type: 'liquid-tag', raw }
  },
  renderer: ({ raw }) => escapeHtml(saidBy(raw)),
}

/** A name says something ("people-ops"), a path does not. */
const saidBy = (tag: string): string => {
  const argument = LIQUID_TAG.exec(tag)?.[1] ?? ''
  return /[/.]/u.test(argument) ? '' : argument
}

/** HTML within Markdown, which has Liquid's tags too. */
export const withoutLiquidTags = (html: string): string =>
  html.replaceAll(LIQUID_TAGS, (tag) => escapeHtml(saidBy(tag)))

const positionOf = (text: string, part: string): number | undefined => {
  const at = text.indexOf(part)
  return at < 0 ? undefined : at
}

/** How Liquid's tags are read in Markdown: links to pages are links, names stay, comments and all else go. */
export const LIQUID: readonly TokenizerAndRendererExtension[] = [
  liquidComment,
  liquidLink,
  liquidTag,
]
