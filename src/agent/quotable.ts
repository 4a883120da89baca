import { slice } from '../spec/span.ts'
import { splitStatements } from '../spec/split-statements.ts'

/** What of a snippet can stand as a reply. A phrase may be a heading, or lead up to what follows. */
export type Quotable = { readonly text: string; readonly kind: 'sentence' | 'code' | 'phrase' }

const FENCE = /^\s*`{3,}(?!`)(.*)$/u
const HEADING_OR_ROW = /^\s*(?:#{1,6} |\|)|\|.*\|/u
const ITEM = /^\s*(?:[-*+]|\d{1,3}[.)])\s+/u

/** Sentences, list items and statements of code, in order; no headings, table rows or imports. */
export const quotablesOf = (text: string): readonly Quotable[] => {
  const found: Quotable[] = []
  const code: string[] = []
  const lines = text.split('\n')
  const lastFence = lines.findLastIndex((line) => FENCE.test(line))
  let inFence = false
  const endCode = (): void => {
    for (const statement of codeStatements(code.splice(0))) {
      found.push({ text: statement, kind: 'code' })
    }
  }
  lines.forEach((line, at) => {
    const language = FENCE.exec(line)?.[1]
    if (language !== undefined) {
      endCode()
      // A snippet may begin within a block: a bare fence that nothing closes has ended it.
      const opens = language !== '' || at < lastFence
      inFence = !inFence && opens
    } else if (inFence || looksLikeCode(line)) code.push(line)
    else {
      endCode()
      found.push(...proseOf(line))
    }
  })
  endCode()
  return found
}

const proseOf = (line: string): readonly Quotable[] => {
  if (HEADING_OR_ROW.test(line)) return []
  const bare = line.replace(ITEM, '')
  const isItem = bare !== line
  return splitStatements(bare).flatMap((span): readonly Quotable[] => {
    const text = slice(bare, span)
    if (!isWordy(text)) return []
    const ends = /[.!?…]/u.test(lastSigns(text)) || (isItem && !text.endsWith(':'))
    return [{ text, kind: ends ? 'sentence' : 'phrase' }]
  })
}

const lastSigns = (text: string): string => /(?<![\p{P}\p{S}])[\p{P}\p{S}]+$/u.exec(text)?.[0] ?? ''

// A name or a formula is no reply: a sentence has several words and mostly letters.
const isWordy = (text: string): boolean =>
  text.split(/\s+/u).length >= 4 && (text.match(/\p{L}/gu)?.length ?? 0) >= text.length * 0.6

const KEYWORD =
  /^\s*(?:import|export|const|let|var|return|await|async|function|class|if|for|while|try|throw|new|npm|npx)\b.*[;{}()[\]'"`]\s*$/u
const SYMBOLS = /[;{([]\s*$|=>|^\s*[})\]]|^\s*\/[/*]|^\s*[\w.$]+\(.*\)\s*$|^\s*[\w$]+: .*,\s*$/u

const looksLikeCode = (line: string): boolean => KEYWORD.test(line) || SYMBOLS.test(line)

const SAYS_NOTHING =
  /^\s*(?:import\b|export\b.*\bfrom\b|(?:const|let|var)\b.*\brequire\(|\/[/*]|\*|#|(?:\$ *)?(?:npm|npx|yarn|pnpm) |$)/u

/** Whole statements: lines until the brackets that they open are closed. */
const codeStatements = (lines: readonly string[]): readonly string[] => {
  const statements: string[] = []
  let open: string[] = []
  let depth = 0
  for (const line of lines) {
    open.push(line)
    depth += (line.match(/[([{]/gu)?.length ?? 0) - (line.match(/[)\]}]/gu)?.length ?? 0)
    if (depth > 0) continue
    statements.push(open.join('\n'))
    open = []
    depth = 0
  }
  if (open.length > 0) statements.push(open.join('\n'))
  return statements.filter((one) => !SAYS_NOTHING.test(one)).map((one) => one.trim())
}
