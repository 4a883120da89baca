// One question over the socket, everything that happens on the way, and the next question.
// Start the service first:   npm start
// Then, in another terminal: node --import tsx examples/ask-over-websocket.ts
import { createClient } from 'dunnock/client'
import { WebSocket } from 'ws'

// On Node 22 and in browsers, leave WebSocket out: there is a global one.
const client = createClient({
  baseUrl: process.env['DUNNOCK'] ?? 'http://127.0.0.1:8080',
  WebSocket,
})

let dialogueId: string | undefined
for (const text of ['What is the default bodyLimit in Fastify?', 'And how is it set?']) {
  console.log(`\n> ${text}`)
  const turn = client.stream({ text, ...(dialogueId !== undefined && { dialogueId }) })
  for await (const frame of turn) {
    dialogueId = frame.dialogueId
    if (frame.type === 'search-query') console.log(`  searching: ${frame.text}`)
    if (frame.type === 'score')
      console.log(`  candidate ${frame.index}: ${frame.scorecard.score.toFixed(3)}`)
    if (frame.type === 'reply-delta') process.stdout.write(frame.text)
    if (frame.type === 'error') throw new Error(`${frame.code}: ${frame.message}`)
    if (frame.type !== 'turn-end') continue
    console.log()
    for (const { quote, title, url } of frame.reply.citations) {
      console.log(`  "${quote}"\n    ${title ?? ''} ${url ?? ''}`)
    }
  }
}
