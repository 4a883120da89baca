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
