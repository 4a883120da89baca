import type { Store, StoredDialogue, StoredFeedback } from '../../store/store.ts'

const PAGE = 100

/** All dialogues, a page at a time. */
export async function* readDialogues(store: Store): AsyncGenerator<StoredDialogue> {
  for (let offset = 0; ; offset += PAGE) {
    const { dialogues } = await store.listDialogues({ limit: PAGE, offset })
    for (const { id } of dialogues) {
      const dialogue = await store.getDialogue(id)
      if (dialogue !== undefined) yield dialogue
    }
    if (dialogues.length < PAGE) return
  }
}

/** All feedback, oldest first, a page at a time. */
export async function* readFeedback(
  store: Pick<Store, 'listFeedback'>,
): AsyncGenerator<StoredFeedback> {
  for (let offset = 0; ; offset += PAGE) {
    const page = await store.listFeedback({ limit: PAGE, offset })
    yield* page
    if (page.length < PAGE) return
  }
}
