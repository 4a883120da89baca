import type { Span } from '../span.ts'

// A block may stand in a list or a quotation.
const OPENS = /^(?:[ \t>]|(?:[-*+]|\d{1,3}[.)])[ \t])*(`{3,}(?!`)|~{3,}(?!~))([^`\n]*)$/u
const LEADS_UP = /(?:^|:)[ \t]*$/u

/**
 * The blocks of code of a text, with their fences; one that nothing closes goes to the end. A bare fence
 * that nothing closes, right below a line of text, ends a block that began before the text did.
 */
export const codeBlocks = (text: string): readonly Span[] => {
  const blocks: Span[] = []
  const lines = linesOf(text)
  // Of each mark, the shortest fence that nothing closes from here on: it is not looked for again.
  const unclosed = new Map<string, number>()
  for (let at = 0; at < lines.length; at += 1) {
    const [, fence, language = ''] = OPENS.exec(lines[at]?.text ?? '') ?? []
    if (fence === undefined) continue
    const isLost = fence.length >= (unclosed.get(fence.charAt(0)) ?? Infinity)
    const closing = isLost ? -1 : findClosing(lines, at, fence)
    if (closing < 0 && !isLost) unclosed.set(fence.charAt(0), fence.length)
    const opens = language.trim() !== '' || LEADS_UP.test(lines[at - 1]?.text ?? '')
    if (closing < 0 && !opens) continue
    const last = closing < 0 ? lines.length - 1 : closing
    blocks.push({ start: lines[at]?.start ?? 0, end: lines[last]?.end ?? text.length })
    at = last
  }
  return blocks
}

type LineOrBlock = Span & { readonly isCode: boolean }

/** The lines of a text in order, without their ends; a block of code is one of them. */
export const linesAndBlocks = (text: string): readonly LineOrBlock[] => {
  const blocks = codeBlocks(text)
  const withoutEnd = (end: number): number => (text[end - 1] === '\n' ? end - 1 : end)
  let next = 0
  return linesOf(text).flatMap(({ start, end }): readonly LineOrBlock[] => {
    while ((blocks[next]?.end ?? Infinity) <= start) next += 1
    const block = blocks[next]
    if (block === undefined || start < block.start)
      return [{ start, end: withoutEnd(end), isCode: false }]
    return start === block.start ? [{ start, end: withoutEnd(block.end), isCode: true }] : []
  })
}

type Line = Span & { readonly text: string }

/** Each with its line end. */
const linesOf = (text: string): readonly Line[] => {
  let start = 0
  return text.split('\n').map((line) => {
    const span = { start, end: Math.min(text.length, start + line.length + 1) }
    start = span.end
    return { ...span, text: line.trimEnd() }
  })
}

const findClosing = (lines: readonly Line[], opening: number, fence: string): number => {
  for (let at = opening + 1; at < lines.length; at += 1)
    if (isClosing(lines[at]?.text ?? '', fence)) return at
  return -1
}

const isClosing = (line: string, fence: string): boolean => {
  const marks = line.replace(/^[ \t>]+/u, '')
  return marks.startsWith(fence) && marks === fence.charAt(0).repeat(marks.length)
}

/** Whether a statement is a block of code, or a fence alone. */
export const isCodeBlock = (statement: string): boolean =>
  OPENS.test(statement.slice(0, `${statement}\n`.indexOf('\n')).trimEnd())

/** The lines between the fences. */
export const codeOf = (block: string): string => {
  const [opening = '', ...lines] = block.split('\n')
  const fence = OPENS.exec(opening.trimEnd())?.[1] ?? opening
  return lines
    .filter((line, at) => at < lines.length - 1 || !isClosing(line.trimEnd(), fence))
    .join('\n')
}
