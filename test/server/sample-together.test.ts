import t from 'tap'
import { sampleTogether } from '../../src/server/probes/sample-together.ts'
import type { LanguageModel, Sample, SampleRequest } from '../../src/spec/language-model.ts'

const sampling = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1 }
const requestOf = (words: readonly string[], maxTokens = 8): SampleRequest => ({
  prompts: words.map((text) => ({
    dialogue: [{ participant: 'user', text }],
    evidence: [],
    writes: 'agent',
  })),
  samples: words.flatMap((_, prompt) => [
    { prompt, seed: 1, sampling },
    { prompt, seed: 2, sampling },
  ]),
  maxTokens,
})

/** Says each prompt's words and the seed, the last sample first. */
const openEcho = (): { readonly model: LanguageModel; readonly batches: number[] } => {
  const batches: number[] = []
  const model: LanguageModel = {
    id: 'echo',
    contextTokens: 99,
    countTokens: (text) => text.length,
    async *sample({ prompts, samples }) {
      batches.push(prompts.length)
      await new Promise(setImmediate)
      for (const [index, { prompt, seed }] of [...samples.entries()].toReversed()) {
        const text = `${prompts[prompt]?.dialogue[0]?.text} ${seed}`
        if (text.startsWith('fail')) throw new Error('broken')
        yield { index, text, tokens: 2, logProbability: -1, finish: 'end' }
      }
    },
  }
  return { model, batches }
}

const draw = async (model: LanguageModel, request: SampleRequest): Promise<readonly string[]> => {
  const texts: string[] = []
  const samples: AsyncIterable<Sample> = model.sample(request)
  for await (const { index, text } of samples) texts[index] = text
  return texts
}

void t.test('what waits is written in one batch, and everybody gets what is theirs', async (t) => {
  const { model, batches } = openEcho()
  const together = sampleTogether(model, 3)
  const all = await Promise.all(
    [['a'], ['b', 'c'], ['d'], ['e']].map((words) => draw(together, requestOf(words))),
  )
  t.strictSame(all, [
    ['a 1', 'a 2'],
    ['b 1', 'b 2', 'c 1', 'c 2'],
    ['d 1', 'd 2'],
    ['e 1', 'e 2'],
  ])
  t.strictSame(batches, [4, 1])
  t.match(together, { id: 'echo', contextTokens: 99 })
  t.equal(together.countTokens('four'), 4)
})

void t.test('requests of other lengths wait; a failure does not stop those after it', async (t) => {
  const { model, batches } = openEcho()
  const together = sampleTogether(model, 4)
  const failing = draw(together, requestOf(['fail']))
  const other = draw(together, requestOf(['b'], 16))
  await t.rejects(failing, { message: 'broken' })
  t.strictSame(await other, ['b 1', 'b 2'])
  t.strictSame(batches, [1, 1])
})
