import type { RewardRow } from '../spec/reward-model.ts'
import { claimsOf } from '../spec/claims.ts'
import { joinThousands } from '../spec/number-groups.ts'
import type { Span } from '../spec/span.ts'
import type { Tokenizer } from '../spec/tokenizer.ts'
import { missingFrom, type MissingValues } from '../spec/missing-values.ts'
import { groupStatements, packRow, type PackedRow } from './pack-row.ts'
import { renderEvidence } from './render-row.ts'

/** One pass: some of the reply's statements against one item of evidence. */
export type Reading = {
  readonly row: PackedRow
  /** Index of the first of its statements. */
  readonly firstStatement: number
  readonly evidenceId: string | undefined
  /** For each of its statements, what the evidence lacks; nothing where there is no evidence. */
  readonly missing: readonly MissingValues[]
  /** Whether it is the first to read these statements: rules and what is checkable come from it. */
  readonly leads: boolean
}

export type RowPlan = {
  readonly statements: readonly Span[]
  /** The first one reads the reply's beginning with the best evidence. */
  readonly readings: readonly Reading[]
}

/** All readings of a reply: with each item of evidence, and long replies in parts. */
export const planRows = (tokenizer: Tokenizer, row: RewardRow): RowPlan => {
  const statements = claimsOf(row.reply)
  const said = statements.map(({ words }) => joinThousands(words, () => true))
  const statementIds = said.map((words) => tokenizer.encode(words))
  const numbers = new Set(said.flatMap((words) => words.match(/\d+/gu) ?? []))
  const evidence = row.evidence.map((item) => {
    const text = renderEvidence(item)
    const missing = missingFrom(text)
    return {
      id: item.id,
      ids: tokenizer.encode(joinThousands(text, (number) => numbers.has(number))),
      missing: statements.map(({ values }) => missing(values)),
    }
  })
  const shown = evidence.length > 0 ? evidence : [{ id: undefined, ids: [], missing: [] }]
  let firstStatement = 0
  const readings: Reading[] = []
  for (const group of groupStatements(statementIds)) {
    for (const [i, item] of shown.entries()) {
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
