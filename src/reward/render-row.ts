import type { Dialogue } from '../spec/turn.ts'

/** The turns of user and agent, a line each; the reward model reads no search turns. */
export const renderDialogue = (dialogue: Dialogue): string =>
  saidTurns(dialogue)
    .map(({ participant, text }) => `${participant}: ${text}`)
    .join('\n')

/** What the reply speaks to; empty where nothing was said. */
export const lastSaid = (dialogue: Dialogue): string => saidTurns(dialogue).at(-1)?.text ?? ''

const saidTurns = (dialogue: Dialogue): Dialogue =>
  dialogue.filter(({ participant }) => participant === 'user' || participant === 'agent')

export const renderEvidence = ({
  title,
  text,
}: {
  readonly title?: string | undefined
  readonly text: string
}): string => (title ? `${title}\n${text}` : text)
