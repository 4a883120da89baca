import type { StoredDialogue, StoredFeedback, StoredTurn } from '../../store/store.ts'

/** A dialogue as callers see it: each turn of the user, then the agent's with all that was said of it. */
export const describeDialogue = (
  { turns, ...dialogue }: StoredDialogue,
  feedback: readonly StoredFeedback[],
): object => ({
  ...dialogue,
  turns: turns.flatMap((turn) =>
    describeTurn(
      turn,
      feedback.filter(({ turnId }) => turnId === turn.turnId),
    ),
  ),
})

const describeTurn = (
  { dialogueId: _, reply, ...user }: StoredTurn,
  feedback: readonly StoredFeedback[],
): readonly object[] => {
  const asked = { participant: 'user', ...user }
  if (reply === undefined) return [asked]
  // Of whom and of what it is, is known here.
  const given = feedback.map(({ turnId: _turn, dialogueId: _of, models: _by, ...one }) => one)
  const answered = { participant: 'agent', ...reply }
  return [asked, given.length === 0 ? answered : { ...answered, feedback: given }]
}
