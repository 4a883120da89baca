import type { Span } from './span.ts'

// A block may stand in a list or a quotation.
const OPENS = /^(?:[ \t>]|(?:[-*+]|\d{1,3}[.)])[ \t])*(`{3,}|~{3,})([^`\n]*)$/u
const LEADS_UP = /(?:^|:)[ \t]*$/u

/**
 * The blocks of code of a text, with their fences; one that nothing closes goes to the end. A bare fence
 * that nothing closes, right below a line of text, ends a block that began before the text did.
 */
export const codeBlocks = (text: string): readonly Span[] => {
  const blocks: Span[] = []
  const lines = [...text.matchAll(/[^\n]*(?:\n|$)/gu)].map((line) => ({
    text: line[0].trimEnd(),
    start: line.index,
    end: line.index + line[0].length,
  }))
  for (let at = 0; at < lines.length; at += 1) {
    const [, fence, language = ''] = OPENS.exec(lines[at]?.text ?? '') ?? []
    if (fence === undefined) continue
    const closing = lines.findIndex((line, i) => i > at && isClosing(line.text, fence))
    const opens = language.trim() !== '' || LEADS_UP.test(lines[at - 1]?.text ?? '')
    if (closing < 0 && !opens) continue
    const last = closing < 0 ? lines.length - 1 : closing
    blocks.push({ start: lines[at]?.start ?? 0, end: lines[last]?.end ?? text.length })
    at = last
  }
  return blocks
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
