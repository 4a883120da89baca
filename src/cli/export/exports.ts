import type { Store } from '../../store/store.ts'
import { readDialogues, readFeedback } from './read-store.ts'
import { correctionAsComparison, toComparison, toRuleLabel, toSftRows } from './training-rows.ts'

type ExportOptions = {
  /** Every reply that nobody disliked. */
  readonly all: boolean
  /** Only dialogues with a yes to being learnt from; else those without a no. */
  readonly consented: boolean
}
type Export = (store: Store, options: ExportOptions) => AsyncIterable<object>

export const EXPORTS: Readonly<Record<string, Export>> = {
  sft: async function* (store, { all, consented }) {
    const feedback = await feedbackByTurn(store)
    const may = await mayLearnFrom(store, consented)
    for await (const dialogue of readDialogues(store))
      if (may(dialogue.id)) yield* toSftRows(dialogue, feedback, all)
  },
  comparisons: async function* (store, { consented }) {
    for await (const { feedback, dialogue } of withDialogue(store, consented)) {
      const row = toComparison(feedback, dialogue)
      if (row !== undefined) yield row
      const corrected = correctionAsComparison(feedback, dialogue)
      if (corrected !== undefined) yield corrected
    }
  },
  rules: async function* (store, { consented }) {
    for await (const { feedback, dialogue } of withDialogue(store, consented)) {
      const row = toRuleLabel(feedback, dialogue)
      if (row !== undefined) yield row
    }
  },
  dialogues: readDialogues,
  feedback: readFeedback,
}

type Told = Parameters<typeof toComparison>[0]

const feedbackByTurn = async (store: Store): Promise<ReadonlyMap<string, readonly Told[]>> => {
  const byTurn = new Map<string, Told[]>()
  for await (const one of readFeedback(store)) {
    byTurn.set(one.turnId, [...(byTurn.get(one.turnId) ?? []), one])
  }
  return byTurn
}

async function* withDialogue(store: Store, consented: boolean) {
  const may = await mayLearnFrom(store, consented)
  for await (const feedback of readFeedback(store)) {
    if (!may(feedback.dialogueId)) continue
    const dialogue = await store.getDialogue(feedback.dialogueId)
    if (dialogue !== undefined) yield { feedback, dialogue }
  }
}

/** Whether a dialogue may be learnt from: its last word on it; without one, unless a yes is `wanted`. */
const mayLearnFrom = async (
  store: Pick<Store, 'listFeedback'>,
  wanted: boolean,
): Promise<(dialogueId: string) => boolean> => {
  const said = new Map<string, boolean>()
  for await (const { dialogueId, consent } of readFeedback(store))
    if (consent !== undefined) said.set(dialogueId, consent)
  return (dialogueId) => said.get(dialogueId) ?? !wanted
}
