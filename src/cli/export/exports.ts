import type { Store } from '../../store/store.ts'
import { readDialogues, readFeedback } from './read-store.ts'
import { toComparison, toRuleLabel, toSftRows } from './training-rows.ts'

type ExportOptions = { readonly all: boolean }
type Export = (store: Store, options: ExportOptions) => AsyncIterable<object>

export const EXPORTS: Readonly<Record<string, Export>> = {
  sft: async function* (store, { all }) {
    const feedback = await feedbackByTurn(store)
    for await (const dialogue of readDialogues(store)) yield* toSftRows(dialogue, feedback, all)
  },
  comparisons: async function* (store) {
    for await (const { feedback, dialogue } of withDialogue(store)) {
      const row = toComparison(feedback, dialogue)
      if (row !== undefined) yield row
    }
  },
  rules: async function* (store) {
    for await (const { feedback, dialogue } of withDialogue(store)) {
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

async function* withDialogue(store: Store) {
  for await (const feedback of readFeedback(store)) {
    const dialogue = await store.getDialogue(feedback.dialogueId)
    if (dialogue !== undefined) yield { feedback, dialogue }
  }
}
