import { ChatOpenAI, OpenAI } from '@langchain/openai'
import t from 'tap'
import { TEXT } from '../helpers/cited-agent.ts'
import { openCitedService } from '../helpers/cited-service.ts'

const { asked, baseURL } = await openCitedService()
const configuration = { baseURL }
const common = { model: 'dunnock', apiKey: 'none', maxRetries: 0, configuration }

const turns = [
  ['system', 'Be brief.'],
  ['human', 'Where do dunnocks nest?'],
  ['ai', 'Low.'],
  ['human', 'And when?'],
] as [string, string][]

const tokensOf = ({ usage_metadata: usage }: { readonly usage_metadata?: unknown }): number =>
  Number(Reflect.get(Object(usage), 'total_tokens') ?? 0)

for (const useResponsesApi of [false, true]) {
  const name = useResponsesApi ? 'Responses' : 'Chat Completions'
  void t.test(`LangChain asks by ${name}, whole and streamed`, async (t) => {
    const model = new ChatOpenAI({ ...common, useResponsesApi })
    const whole = await model.invoke(turns)
    t.equal(whole.text, TEXT)
    t.ok(tokensOf(whole) > 0)
    t.strictSame(
      asked.at(-1)?.map(({ text }) => text),
      ['Instructions: Be brief.', 'Where do dunnocks nest?', 'Low.', 'And when?'],
    )
    let text = ''
    let tokens = 0
    for await (const chunk of await model.stream(turns)) {
      text += chunk.text
      tokens += tokensOf(chunk)
    }
    t.equal(text, TEXT)
    t.ok(tokens > 0)
    await t.rejects(
      model.withStructuredOutput({ title: 'a', type: 'object', properties: {} }).invoke('x'),
      { message: /not JSON|no tool is called/ },
    )
  })
}

void t.test('LangChain completes a prompt', async (t) => {
  t.equal(await new OpenAI({ ...common, model: 'gpt-3.5-turbo-instruct' }).invoke('Where?'), TEXT)
})
