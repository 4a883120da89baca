import type { CheerioAPI } from 'cheerio'
import type { DomElement, DomNode } from './dom.ts'
import { measureText, type TextMeasure } from './measure-text.ts'

const UNREADABLE =
  'script,style,noscript,template,iframe,object,embed,svg,canvas,video,audio,map,input,select,textarea,button,datalist,dialog:not([open]),head,link,meta'

const HIDDEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)|font-size\s*:\s*0(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%/iu

const PAGE_FURNITURE =
  'nav,footer,aside,[role=navigation],[role=banner],[role=contentinfo],[role=search],[role=complementary],[role=dialog],[role=alertdialog],[role=menu]'

// Whole words of a class or id: "has-sidebar-layout" on the page's body must not match.
const NOISE_WORDS =
  /^(?:cookies?|cookie-?(?:banner|consent|notice|bar|wall|law|policy|popup)|consent|gdpr|cmp|onetrust.*|newsletter|subscribe|paywall|share|sharing|social|social-?(?:share|links)|breadcrumbs?|sidebar|side-bar|related|related-?(?:posts|articles)|recommended|comments?|comment-?(?:list|section|form)|disqus.*|respond|toc|table-of-contents|pagination|pager|advert.*|ads?|ad-?(?:slot|banner|container)|promo|promoted|sponsored|skip-?(?:link|to-content)|edit-?(?:link|section|this-page)|mw-editsection|navbox|navbar|hatnote|reflist|references|metadata|ambox|site-?(?:header|footer)|footer|nav|menu|printfooter|catlinks|noprint|visually-?hidden|sr-only|screen-reader-text|hidden|d-none)$/iu

const MOST_FURNITURE = 0.6

/** Removes what a reader never sees: scripts and hidden elements. */
export const removeHidden = ($: CheerioAPI): void => {
  const hiddenByRule = hiddenSelectors($('style').text())
  $(UNREADABLE).remove()
  $('[hidden],[aria-hidden=true],[inert]').remove()
  $('[style]')
    .filter((_, element) => isHiddenStyle(element.attribs['style'] ?? ''))
    .remove()
  if (hiddenByRule.length > 0) $(hiddenByRule.join(',')).not('html,body').remove()
}

/** Removes navigation, headers, footers, cookie banners, comments: what stands around the text. */
export const removeFurniture = ($: CheerioAPI): void => {
  const isSmall = smallerThan($, MOST_FURNITURE)
  $(PAGE_FURNITURE)
    .filter((_, element) => isSmall(element))
    .remove()
  $('header')
    .filter((_, element) => isSmall(element) && $(element).closest('article,main').length === 0)
    .remove()
  $('[class],[id]')
    .not('html,body,main,article,code,pre,pre *')
    .filter((_, element) => isNoise(element) && isSmall(element))
    .remove()
}

/** Removes lists and blocks that are little more than links, such as tables of contents. */
export const removeLinkLists = ($: CheerioAPI): void => {
  const [root] = $.root().toArray()
  if (!root) return
  const measures = measureText(root)
  $('ul,ol,div,p,table')
    .filter((_, element) => {
      const { letters = 0, linked = 0, links = 0 } = measures.get(element) ?? {}
      return links >= 4 && linked > 0.85 * letters && letters < 70 * links
    })
    .remove()
}

/** A whole page inside of one "menu" is a page after all. */
const smallerThan = ($: CheerioAPI, share: number): ((element: DomElement) => boolean) => {
  const [root] = $.root().toArray()
  const measures = root ? measureText(root) : new Map<DomNode, TextMeasure>()
  const total = root ? (measures.get(root)?.letters ?? 0) : 0
  return (element) => {
    const { letters = 0, isCentral = false } = measures.get(element) ?? {}
    return letters < share * total && !isCentral
  }
}

const isHiddenStyle = (style: string): boolean => {
  if (HIDDEN_STYLE.test(style)) return true
  const color = /(?:^|;)\s*color\s*:\s*([^;!]+)/iu.exec(style)?.[1]?.trim().toLowerCase()
  const ground = /background(?:-color)?\s*:\s*([^;!]+)/iu.exec(style)?.[1]?.trim().toLowerCase()
  return color === 'transparent' || (color !== undefined && color === ground)
}

const isNoise = ({ attribs }: DomElement): boolean =>
  `${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`
    .split(/\s+/u)
    .some((word) => NOISE_WORDS.test(word))

const MOST_SELECTORS = 200

/**
 * Selectors that a style sheet hides: a lone class or id, outside of media queries; the rest would
 * need a browser to judge. Reads hostile CSS in linear time, hence no regular expression over it.
 */
export const hiddenSelectors = (css: string): readonly string[] => {
  const selectors: string[] = []
  let depth = 0
  for (const part of withoutComments(css).split('}')) {
    const [selector = '', body = '', ...inner] = part.split('{')
    const opened = part.includes('{') ? inner.length + 1 : 0
    if (depth === 0 && opened === 1 && hides(body)) selectors.push(...selector.split(','))
    depth = Math.max(0, depth + opened - 1)
  }
  return selectors
    .map((selector) => selector.trim())
    .filter((selector) => /^[.#][\w-]+$/u.test(selector))
    .slice(0, MOST_SELECTORS)
}

const hides = (body: string): boolean =>
  /display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden/iu.test(body)

const withoutComments = (css: string): string =>
  css
    .split('*/')
    .map((part) => part.split('/*')[0] ?? '')
    .join('')
