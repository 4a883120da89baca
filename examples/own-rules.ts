// A rule of your own: put it in force, ask, see what it did. Any rule text works; nothing is trained.
// Start the service first:   npm start
// Then, in another terminal: node --import tsx examples/own-rules.ts
import { createClient } from 'dunnock/client'
import type { Rule } from 'dunnock/spec'

const baseUrl = process.env['DUNNOCK'] ?? 'http://127.0.0.1:8080'
const rule: Rule = {
  id: 'no-competitors',
  text: 'Do not recommend a competitor of the town library, such as a bookshop.',
  group: 'house',
  action: 'block', // or warn, or score
  threshold: 0.2, // a reply is blocked where P(kept) is below it
  examples: [
    { user: 'Where do I get this novel?', reply: 'You can borrow it here.', kept: true },
    { user: 'Where do I get this novel?', reply: 'Buy it at the bookshop.', kept: false },
  ],
}
// It holds from the next turn on, and after a restart. A file in the folder of rules does the same.
const put = await fetch(`${baseUrl}/rules/${rule.id}`, {
  method: 'PUT',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(rule),
})
if (!put.ok) throw new Error(await put.text())

const client = createClient({ baseUrl })
const reply = await client.reply({ text: 'Where can I get this novel?', include: ['candidates'] })
console.log(reply.text)
for (const { text, scorecard } of reply.candidates ?? []) {
  console.log(
    `${scorecard.rules[rule.id]?.toFixed(3)} ${scorecard.blocked.join() || 'kept'}: ${text}`,
  )
}
await fetch(`${baseUrl}/rules/${rule.id}`, { method: 'DELETE' })
