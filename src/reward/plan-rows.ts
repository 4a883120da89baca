import type { Breath } from './breath.ts'
import type { RewardRow } from '../spec/reward-model.ts'
import { claimsOf } from '../spec/text/claims.ts'
import { joinThousands } from '../spec/text/number-groups.ts'
import type { Span } from '../spec/span.ts'
import type { Tokenizer } from '../spec/tokenizer.ts'
import { missingFrom, type MissingValues } from '../spec/text/missing-values.ts'
import { misplacedIn } from './misplaced-values.ts'
import { groupStatements, packRow, type PackedRow } from './pack-row.ts'
import { renderEvidence } from './render-row.ts'

/** The values that the evidence lacks, and those that it has for something else. */
export type Lacking = MissingValues & { readonly misplaced: number }

/** One pass: some of the reply's statements against one item of evidence. */
export type Reading = {
  readonly row: PackedRow
  /** Index of the first of its statements. */
  readonly firstStatement: number
  readonly evidenceId: string | undefined
  /** For each of its statements; nothing where there is no evidence. */
  readonly missing: readonly Lacking[]
  /** Whether it is the first to read these statements: rules and what is checkable come from it. */
  readonly leads: boolean
}

export type RowPlan = {
  readonly statements: readonly Span[]
  /** The first one reads the reply's beginning with the best evidence. */
  readonly readings: readonly Reading[]
}

/** All readings of a reply: with each item of evidence, and long replies in parts. */
export const planRows = async (
  tokenizer: Tokenizer,
  row: RewardRow,
  breathe: Breath,
): Promise<RowPlan> => {
  const statements = claimsOf(row.reply)
  const said = statements.map(({ words }) => joinThousands(words, () => true))
  const statementIds = said.map((words) => tokenizer.encode(words))
  const numbers = new Set(said.flatMap((words) => words.match(/\d+/gu) ?? []))
  const evidence: Item[] = []
  for (const item of row.evidence) {
    const text = renderEvidence(item)
    const [missing, misplaced] = [missingFrom(text), misplacedIn(text)]
    const lacking = (values: string): Lacking => ({
      ...missing(values),
      misplaced: misplaced(values),
    })
    const read = joinThousands(text, (number) => numbers.has(number))
    const ids = await encodeLong(tokenizer, read, breathe)
    evidence.push({ id: item.id, ids, missing: statements.map(({ values }) => lacking(values)) })
    await breathe()
  }
  const shown: readonly Item[] =
    evidence.length > 0 ? evidence : [{ id: undefined, ids: [], missing: [] }]
  let firstStatement = 0
  const readings: Reading[] = []
  for (const group of groupStatements(statementIds)) {
    for (const [i, item] of shown.entries()) {
      await breathe()
      readings.push({
        row: packRow(tokenizer, row.dialogue, item.ids, group),
        firstStatement,
        evidenceId: item.id,
        missing: item.missing.slice(firstStatement, firstStatement + group.length),
        leads: i === 0,
      })
    }
    firstStatement += group.length
  }
  return { statements: statements.map(({ start, end }) => ({ start, end })), readings }
}

type Item = {
  readonly id: string | undefined
  readonly ids: readonly number[]
  readonly missing: readonly Lacking[]
}

// In UTF-16 code units: some milliseconds of encoding.
const PART_LENGTH = 8_000

/** A text's tokens, encoded in parts that end with a word. */
const encodeLong = async (
  tokenizer: Tokenizer,
  text: string,
  breathe: Breath,
): Promise<readonly number[]> => {
  if (text.length <= PART_LENGTH) return tokenizer.encode(text)
  const ids: number[] = []
  for (let at = 0; at < text.length;) {
    await breathe()
    const part = text.slice(at, at + PART_LENGTH)
    const isLast = at + PART_LENGTH >= text.length
    const space = isLast ? -1 : Math.max(part.lastIndexOf(' '), part.lastIndexOf('\n'))
    const whole = space > 0 ? part.slice(0, space) : part
    ids.push(...tokenizer.encode(whole.toWellFormed()))
    at += whole.length
  }
  return ids
}
