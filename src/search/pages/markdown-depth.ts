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
