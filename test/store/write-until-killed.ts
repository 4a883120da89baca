// Run by survive-kill.test.ts: appends frames to the store in the given folder, and says so of each.
import { openStore } from '../../src/store/open-store.ts'

const store = await openStore({ dataDir: process.argv[2] ?? '' })
const turn = { dialogueId: 'd', turnId: `t-${process.pid}`, text: 'a question' }
await store.startTurn(turn)
for (;;) {
  const { seq } = await store.append(turn, { type: 'reply-delta', text: 'x'.repeat(500) })
  process.stdout.write(`${seq}\n`)
}
