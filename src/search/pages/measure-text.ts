import { childrenOf, isElement, type DomElement, type DomNode } from './dom.ts'

export type TextMeasure = {
  /** Characters that are no white space. */
  readonly letters: number
  /** Those inside of links. */
  readonly linked: number
  readonly links: number
  /** Whether an `h1` or `main` is in it. */
  readonly isCentral: boolean
}

/** Measures every element below a node in one pass, since asking each for its text is quadratic. */
export const measureText = (root: DomNode): ReadonlyMap<DomNode, TextMeasure> => {
  const measures = new Map<DomNode, TextMeasure>()
  const measure = (node: DomNode): TextMeasure => {
    if (node.type === 'text') {
      const letters = node.data.replaceAll(/\s+/gu, '').length
      return { letters, linked: 0, links: 0, isCentral: false }
    }
    const own = isElement(node) ? ownMeasure(node) : { links: 0, isCentral: false }
    let { links, isCentral } = own
    let [letters, linked] = [0, 0]
    for (const child of childrenOf(node)) {
      const inner = measure(child)
      letters += inner.letters
      linked += inner.linked
      links += inner.links
      isCentral ||= inner.isCentral
    }
    const all = { letters, linked: own.links > 0 ? letters : linked, links, isCentral }
    measures.set(node, all)
    return all
  }
  measure(root)
  return measures
}

const ownMeasure = ({ name }: DomElement): Pick<TextMeasure, 'links' | 'isCentral'> => ({
  links: name === 'a' ? 1 : 0,
  isCentral: name === 'h1' || name === 'main',
})
