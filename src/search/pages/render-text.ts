import {
  childElements,
  childrenOf,
  isElement,
  rawText,
  type DomElement,
  type DomNode,
} from './dom.ts'

const BLOCKS = new Set(
  (
    'address article aside blockquote body center details dd div dl dt fieldset figcaption figure ' +
    'footer form header hgroup hr legend main p section summary'
  ).split(' '),
)
const HEADING = /^h([1-6])$/u

// Stand-ins that keep code out of reach of the white-space folding around it.
const STAND_INS = { ' ': '\u0001', '\t': '\u0002', '\n': '\u0003' } as const

/**
 * The readable text of a tree, as light Markdown: `# ` headings, `- ` items, `| a | b |` rows, and
 * code between ``` fences. Everything else is one line a paragraph.
 */
export const renderText = (root: DomNode): string =>
  foldLines(renderChildren(root))
    .replaceAll('\u0001', ' ')
    .replaceAll('\u0002', '\t')
    .replaceAll('\u0003', '\n')

const renderChildren = (node: DomNode): string => childrenOf(node).map(render).join('')

const render = (node: DomNode): string => {
  if (node.type === 'text') return node.data.replaceAll(/\s+/gu, ' ')
  if (!isElement(node)) return renderChildren(node)
  const level = HEADING.exec(node.name)?.[1]
  if (level !== undefined) return renderHeading(node, Number(level))
  switch (node.name) {
    case 'br':
      return '\n'
    case 'pre':
      return renderCode(node)
    case 'ul':
    case 'ol':
      return `\n\n${renderList(node)}\n\n`
    case 'table':
      return `\n\n${renderTable(node)}\n\n`
    case 'sup':
      // A reference mark such as [3] is no text of the page.
      return /^\s*\[\w+\]\s*$/u.test(rawText(node)) ? '' : renderChildren(node)
    default:
      return BLOCKS.has(node.name)
        ? `\n\n${foldLines(renderChildren(node))}\n\n`
        : renderChildren(node)
  }
}

const renderHeading = (node: DomElement, level: number): string => {
  const text = oneLine(renderChildren(node)).replace(/ ?[¶#]$/u, '')
  return text === '' ? '' : `\n\n${'#'.repeat(level)} ${text}\n\n`
}

const renderCode = (node: DomElement): string => {
  const code = rawText(node).replace(/^\n+/u, '').trimEnd()
  if (code === '') return ''
  const runs = [...code.matchAll(/^[ \t]*(`{3,})/gmu)].map(([, run]) => run?.length ?? 0)
  const fence = '`'.repeat(Math.max(2, ...runs) + 1)
  const block = `${fence}${languageOf(node)}\n${code}\n${fence}`
  return `\n\n${block.replaceAll(/[ \t\n]/gu, (space) => STAND_INS[space as ' '])}\n\n`
}

const renderList = (list: DomElement): string =>
  childElements(list)
    .map((item) => foldLines(item.name === 'li' ? renderChildren(item) : render(item)))
    .filter((text) => text !== '')
    .map((text, index) => {
      const [first = '', ...rest] = text.split('\n')
      const indented = rest.map((line) => (line === '' ? '' : `  ${line}`))
      return [`${list.name === 'ol' ? `${index + 1}.` : '-'} ${first}`, ...indented].join('\n')
    })
    .join('\n')
    .replaceAll(/\n\n(?= *(?:-|\d+\.) )/gu, '\n')

const renderTable = (table: DomElement): string =>
  rowsOf(table)
    .map((row) => childElements(row).map((cell) => oneLine(renderChildren(cell))))
    .filter((cells) => cells.some((cell) => cell !== ''))
    .map((cells) => (cells.length === 1 ? (cells[0] ?? '') : `| ${cells.join(' | ')} |`))
    .join('\n')

const rowsOf = (node: DomNode): readonly DomElement[] =>
  childElements(node).flatMap((child) => (child.name === 'tr' ? [child] : rowsOf(child)))

const languageOf = (node: DomElement): string => {
  const classes = [node, ...childElements(node)].map((one) => one.attribs['class'] ?? '')
  return /(?:language|lang|highlight-source)-([\w+#-]+)/u.exec(classes.join(' '))?.[1] ?? ''
}

const oneLine = (text: string): string => text.replaceAll(/[\s\u0001-\u0003]+/gu, ' ').trim() // oxlint-disable-line no-control-regex

const foldLines = (text: string): string =>
  text
    .replaceAll(/ {2,}/gu, (spaces, at: number) => (text[at - 1] === '\n' ? spaces : ' '))
    .replaceAll(/(?<! ) +$/gmu, '')
    .replaceAll(/^ (?=\S)/gmu, '')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim()
