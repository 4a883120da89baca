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

const MARKER = /^(?:[-*+]|\d{1,9}[.)])(?=[ \t])/u

/** How deep the lists and quotes of a Markdown text are nested, roughly, and in linear time: a parser's is cubic. */
export const markdownDepth = (markdown: string): number => {
  const lists: number[] = []
  let deepest = 0
  for (const line of markdown.split('\n')) {
    const lead = /^[ \t>]*/u.exec(line)?.[0] ?? ''
    const quotes = lead.split('>').length - 1
    // Several markers may stand in one line: "- - - a".
    let indent = lead.length
    for (let rest = line.slice(indent); MARKER.test(rest); rest = line.slice(indent)) {
      while ((lists.at(-1) ?? -1) >= indent) lists.pop()
      lists.push(indent)
      indent += (MARKER.exec(rest)?.[0].length ?? 0) + 1
    }
    deepest = Math.max(deepest, quotes + lists.length)
  }
  return deepest
}
