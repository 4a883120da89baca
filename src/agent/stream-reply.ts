import type { TurnEvent } from '../spec/turn-event.ts'
import type { CitedReply } from './cite.ts'

/** The reply word by word, and each citation as soon as its span is out. */
export function* streamReply({ text, citations }: CitedReply): Generator<TurnEvent> {
  const waiting = citations.toSorted((a, b) => a.end - b.end)
  let sent = 0
  if (text === '') return
  for (const word of text.split(/(?<=\S)(?=\s+\S)/u)) {
    yield { type: 'reply-delta', text: word }
    sent += word.length
    for (let next = waiting[0]; next && next.end <= sent; next = waiting[0]) {
      yield { type: 'citation', citation: next }
      waiting.shift()
    }
  }
}
