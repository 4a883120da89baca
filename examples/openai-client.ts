// Any program written for OpenAI's API talks to Dunnock: change the base URL.
// Start the service first:   npm start
// Then, in another terminal: node --import tsx examples/openai-client.ts
import OpenAI from 'openai'

const baseURL = `${process.env['DUNNOCK'] ?? 'http://127.0.0.1:8080'}/v1`
const client = new OpenAI({ baseURL, apiKey: process.env['DUNNOCK_API_KEY'] ?? 'none' })

const first = await client.responses.create({
  model: 'dunnock',
  input: 'What is the default bodyLimit in Fastify?',
})
console.log(first.output_text)
for (const item of first.output) {
  if (item.type !== 'message') continue
  for (const content of item.content) {
    if (content.type !== 'output_text') continue
    for (const one of content.annotations) {
      if (one.type !== 'url_citation') continue
      // Half-open: what is cited is exactly this.
      console.log(`  ${one.url}: "${content.text.slice(one.start_index, one.end_index)}"`)
    }
  }
}

const stream = await client.chat.completions.create({
  model: 'dunnock',
  messages: [{ role: 'user', content: 'What does RetryAgent do in undici?' }],
  stream: true,
})
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
console.log()
