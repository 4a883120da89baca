// These close themselves, or are closed by what follows them.
const FLAT = new Set(
  (
    'area base br col embed hr img input link meta param source track wbr ' +
    'p li dt dd tr td th thead tbody tfoot option optgroup colgroup html head body'
  ).split(' '),
)

/** How deep the tags of a page are nested, roughly, and in linear time: a parser's is quadratic. */
export const htmlDepth = (html: string): number => {
  let depth = 0
  let deepest = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9-]{0,20})/giu)) {
    if (FLAT.has(name.toLowerCase())) continue
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}
