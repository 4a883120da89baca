import type { Store } from '../../store/store.ts'
import { readFeedback } from './read-store.ts'

/** Whether a dialogue may be learnt from: its last word on it; without one, unless a yes is `wanted`. */
export const mayLearnFrom = async (
  store: Pick<Store, 'listFeedback'>,
  wanted: boolean,
): Promise<(dialogueId: string) => boolean> => {
  const said = new Map<string, boolean>()
  for await (const { dialogueId, consent } of readFeedback(store))
    if (consent !== undefined) said.set(dialogueId, consent)
  return (dialogueId) => said.get(dialogueId) ?? !wanted
}
