import type { Dialogue } from '../spec/turn.ts'

/** The turns of user and agent, a line each; the reward model reads no search turns. */
export const renderDialogue = (dialogue: Dialogue): string =>
  dialogue
    .filter(({ participant }) => participant === 'user' || participant === 'agent')
    .map(({ participant, text }) => `${participant}: ${text}`)
    .join('\n')

export const renderEvidence = ({
  title,
  text,
}: {
  readonly title?: string | undefined
  readonly text: string
}): string => (title ? `${title}\n${text}` : text)
