import type { CheerioAPI } from 'cheerio'
import type { DomElement } from './dom.ts'
import { measureText } from './measure-text.ts'

const CANDIDATES =
  'main,[role=main],article,[itemprop=articleBody],#content,#main,#main-content,#mw-content-text,.markdown-body,.post-content,.entry-content,.article-body,.content'

// A narrower element wins where it still holds this share of the page's running text.
const KEPT_SHARE = 0.6

/** The element that holds the page's own text: as narrow as it can be without losing much of it. */
export const mainContent = ($: CheerioAPI): DomElement | undefined => {
  const [body] = $('body').toArray()
  if (!body) return undefined
  const measures = measureText(body)
  const running = (element: DomElement): number => {
    const { letters = 0, linked = 0 } = measures.get(element) ?? {}
    return letters - linked
  }
  const size = (element: DomElement): number => measures.get(element)?.letters ?? 0
  return $(CANDIDATES)
    .toArray()
    .filter((element) => running(element) >= Math.max(1, KEPT_SHARE * running(body)))
    .reduce((best, element) => (size(element) < size(best) ? element : best), body)
}
