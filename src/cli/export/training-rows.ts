import type { DEGREES } from '../../spec/feedback.ts'
import { dialogueOf } from '../../store/dialogue-of.ts'
import type { StoredDialogue, StoredFeedback, StoredTurn } from '../../store/store.ts'

type Snippet = { readonly title?: string; readonly text: string }
type TrainingTurn =
  | { readonly participant: 'user' | 'agent'; readonly text: string }
  | { readonly participant: 'search-results'; readonly evidence: readonly Snippet[] }

/** `turns` end in the turn to learn. */
export type SftRow = {
  readonly source: 'correction' | 'liked' | 'reply'
  readonly turns: readonly TrainingTurn[]
}

export type Comparison = {
  readonly turns: readonly TrainingTurn[]
  readonly evidence: readonly Snippet[]
  readonly chosen: string
  readonly rejected: string
  readonly degree?: (typeof DEGREES)[number] | undefined
  /** One of the two is the closest passages, which the turn showed in place of an answer. */
  readonly withPassages?: boolean
  readonly turnId: string
  readonly dialogueId: string
  readonly rater?: string
}

type RuleLabel = {
  readonly ruleId: string
  readonly turns: readonly TrainingTurn[]
  readonly reply: string
  readonly kept: boolean
  readonly note?: string
  readonly turnId: string
}

/** Corrections in place of what was said; liked replies as they are; with `all`, those nobody disliked. */
export function* toSftRows(
  dialogue: StoredDialogue,
  feedback: ReadonlyMap<string, readonly StoredFeedback[]>,
  all: boolean,
): Generator<SftRow> {
  for (const turn of dialogue.turns) {
    const told = feedback.get(turn.turnId) ?? []
    const correction = told.findLast((one) => one.correction !== undefined)?.correction
    const opinion = opinionOf(told)
    const learned = correction ?? turn.reply?.text
    if (learned === undefined) continue
    const source = correction !== undefined ? 'correction' : opinion === 'liked' ? 'liked' : 'reply'
    const taken = all ? opinion !== 'disliked' && turn.reply?.abstained !== true : false
    if (source === 'reply' && !taken) continue
    const evidence = evidenceOf(turn)
    yield {
      source,
      turns: [
        ...turnsUntil(dialogue, turn),
        ...(evidence.length === 0 ? [] : [{ participant: 'search-results' as const, evidence }]),
        { participant: 'agent', text: learned },
      ],
    }
  }
}

export const toComparison = (
  { comparison, turnId, dialogueId, rater }: StoredFeedback,
  dialogue: StoredDialogue,
): Comparison | undefined => {
  const turn = dialogue.turns.find((one) => one.turnId === turnId)
  if (comparison === undefined || turn === undefined) return undefined
  return {
    turns: turnsUntil(dialogue, turn),
    evidence: evidenceOf(turn),
    ...comparison,
    ...(isOfPassages(comparison, turn) && { withPassages: true }),
    turnId,
    dialogueId,
    ...(rater !== undefined && { rater }),
  }
}

const isOfPassages = (
  { chosen, rejected }: NonNullable<StoredFeedback['comparison']>,
  { reply }: StoredTurn,
): boolean => reply?.kind === 'passages' && [chosen, rejected].includes(reply.text)

/** A correction is preferred to what it corrects. */
export const correctionAsComparison = (
  told: StoredFeedback,
  dialogue: StoredDialogue,
): Comparison | undefined => {
  const rejected = dialogue.turns.find(({ turnId }) => turnId === told.turnId)?.reply?.text
  const { correction: chosen } = told
  if (chosen === undefined || rejected === undefined) return undefined
  return toComparison({ ...told, comparison: { chosen, rejected } }, dialogue)
}

export const toRuleLabel = (
  { ruleReport, turnId }: StoredFeedback,
  dialogue: StoredDialogue,
): RuleLabel | undefined => {
  const turn = dialogue.turns.find((one) => one.turnId === turnId)
  if (ruleReport === undefined || turn?.reply === undefined) return undefined
  const { ruleId, note } = ruleReport
  const told = note === undefined ? {} : { note }
  const turns = turnsUntil(dialogue, turn)
  return { ruleId, turns, reply: turn.reply.text, kept: false, ...told, turnId }
}

/** A thumb up is 1, unless it is said to be a star; of five stars it takes four; the last one given counts. */
const opinionOf = (told: readonly StoredFeedback[]): 'liked' | 'disliked' | undefined => {
  const { rating, scale } = told.findLast((one) => one.rating !== undefined) ?? {}
  if (rating === undefined) return undefined
  const isThumbUp = rating === 1 && scale !== 'stars'
  return isThumbUp || rating >= 4 ? 'liked' : 'disliked'
}

/** What was said before the turn's reply; the turn of the user is the last. */
const turnsUntil = (dialogue: StoredDialogue, last: StoredTurn): readonly TrainingTurn[] => {
  const before = dialogue.turns.slice(0, dialogue.turns.indexOf(last))
  return [
    ...dialogueOf(before),
    ...(last.preceding ?? []),
    { participant: 'user', text: last.text },
  ]
}

const evidenceOf = ({ reply }: StoredTurn): readonly Snippet[] =>
  (reply?.evidence ?? []).map(({ title, text }) => ({
    ...(title !== undefined && { title }),
    text,
  }))
