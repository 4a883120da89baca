import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import {
  APICallError,
  generateText,
  Output,
  streamText,
  tool,
  type ModelMessage,
  type ToolSet,
} from 'ai'
import t from 'tap'
import { z } from 'zod'
import { TEXT } from '../helpers/cited-agent.ts'
import { openCitedService } from '../helpers/cited-service.ts'

const { asked, store, baseURL } = await openCitedService()
const openai = createOpenAI({ baseURL, apiKey: 'none' })
const compatible = createOpenAICompatible({ name: 'dunnock', baseURL, includeUsage: true })
const models = [
  ['Responses', openai('dunnock')],
  ['Chat Completions', openai.chat('dunnock')],
  ['the compatible provider', compatible('dunnock')],
] as const

for (const [name, model] of models) {
  void t.test(`two turns by ${name}, whole and streamed`, async (t) => {
    const messages: ModelMessage[] = [{ role: 'user', content: 'Where do dunnocks nest?' }]
    const first = await generateText({ model, system: 'Be brief.', messages })
    t.equal(first.text, TEXT)
    t.equal(first.finishReason, 'stop')
    t.ok((first.usage.outputTokens ?? 0) > 0)
    messages.push(...first.response.messages, { role: 'user', content: 'And when?' })
    const second = streamText({ model, system: 'Be brief.', messages })
    t.equal(await second.text, TEXT)
    t.ok(((await second.usage).inputTokens ?? 0) > 0)
    t.strictSame(
      asked.at(-1)?.map(({ text }) => text),
      ['Instructions: Be brief.', 'Where do dunnocks nest?', TEXT, 'And when?'],
    )
  })

  void t.test(`tools that may be called do no harm by ${name}, JSON is refused`, async (t) => {
    const inputSchema = z.object({ zone: z.string() })
    const clock = tool({ description: 'Tells the time', inputSchema, execute: () => 'noon' })
    const tools: ToolSet = { clock }
    const prompt = 'What is the time?'
    t.equal((await generateText({ model, prompt, tools })).text, TEXT)
    const forced = generateText({ model, prompt, tools, toolChoice: 'required' })
    const refused: unknown = await forced.catch((error: unknown) => error)
    t.ok(APICallError.isInstance(refused) && refused.statusCode === 400)
    t.match(refused, { message: /no tool is called here/ })
    if (name !== 'the compatible provider') {
      const output = Output.object({ schema: z.object({ time: z.string() }) })
      await t.rejects(generateText({ model, prompt, output }), { message: /not JSON/ })
    }
  })
}

void t.test('Responses tell of what is cited as sources', async (t) => {
  const { sources } = await generateText({ model: openai('dunnock'), prompt: 'Where?' })
  t.strictSame(
    sources.map((one) => (one.sourceType === 'url' ? one.url : '')),
    ['https://example.org/nests', 'https://example.org/eggs'],
  )
})

void t.test('a chat by Responses is stored as one dialogue', async (t) => {
  const { total } = await store.listDialogues({ limit: 1 })
  const model = openai('dunnock')
  const messages: ModelMessage[] = []
  for (const content of ['One?', 'Two?', 'Three?']) {
    messages.push({ role: 'user', content })
    messages.push(...(await generateText({ model, messages })).response.messages)
  }
  t.equal((await store.listDialogues({ limit: 1 })).total, total + 1)
  t.equal(asked.at(-1)?.length, 5)
})
