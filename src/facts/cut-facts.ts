import { statementsOf } from '../spec/text/split-statements.ts'

// Where a sentence goes on to another fact about the same thing.
const JOINTS =
  /; |,? (?:and|but) (?=(?:it|he|she|they|was|were|is|are|has|have|had|can|costs?|opens?|closes?|died|won|wrote|became)\b)|, (?:which|who) (?=(?:is|are|was|were|has|have|had|can)\b)/u
const PRONOUN = /^(?:it|he|she|they)\b\s*/iu
const LEAST_WORDS = 2

/**
 * A reply cut into atomic facts: sentences, then clauses that say another thing of the same subject, which is put
 * before them. "Ulm lies on the Danube and was founded in 854." gives two facts of Ulm.
 */
export const cutFacts = (reply: string): readonly string[] =>
  statementsOf(reply).flatMap(cutSentence)

const cutSentence = (sentence: string): readonly string[] => {
  const [first = '', ...rest] = sentence.replaceAll(/\s+/gu, ' ').split(JOINTS)
  const subject = subjectOf(first)
  const facts = [first, ...rest.map((clause) => completeClause(clause, subject))]
  return facts
    .map((fact) => fact.trim().replace(/[,;]$/u, ''))
    .filter((fact) => fact.split(/\s+/u).length >= LEAST_WORDS)
}

/** What stands before the first verb that is known; empty where none is. */
const subjectOf = (clause: string): string =>
  /^(.{1,80}?)\s+(?:is|are|was|were|has|have|had|can|lies?|costs?|opens?|closes?|died|won|wrote|became|lives?|works?)\b/u.exec(
    clause,
  )?.[1] ?? ''

const completeClause = (clause: string, subject: string): string => {
  if (subject === '') return clause
  const bare = clause.replace(PRONOUN, '')
  return `${subject} ${bare}`
}
