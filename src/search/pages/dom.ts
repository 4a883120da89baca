import type { CheerioAPI } from 'cheerio'

export type DomNode = Parameters<CheerioAPI['contains']>[0]
export type DomElement = Extract<DomNode, { attribs: object }>

export const isElement = (node: DomNode): node is DomElement => 'attribs' in node

export const childrenOf = (node: DomNode): readonly DomNode[] =>
  'children' in node ? node.children : []

export const childElements = (node: DomNode): readonly DomElement[] =>
  childrenOf(node).filter(isElement)

/** The text as it was written, `<br>` as a line break. */
export const rawText = (node: DomNode): string => {
  if (node.type === 'text') return node.data
  if (isElement(node) && node.name === 'br') return '\n'
  return childrenOf(node).map(rawText).join('')
}
