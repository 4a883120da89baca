import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { medianTime, printRows, type Row } from '../lib/row.ts'

// npm install --no-save node-llama-cpp; python bench/engine/gguf_eight_bits.py OUT.gguf
// node --import tsx bench/engine/llama-cpp.ts --model OUT.gguf [--package node-llama-cpp]
// The job of bench/engine/decode.ts in llama.cpp, on the weights that our base was made from. Run it right before or after that, on a machine that
// does nothing else. The package has no prompt that sequences share: each of eight reads its own copy, so the time of writing
// alone is told apart.

const PROMPT_TOKENS = 400
const NEW_TOKENS = 64
const REPEATS = 3
const FIRST_TOKEN = 1000

// The part of node-llama-cpp that is used here; it is no dependency, since it weighs more than all of ours.
type Sequence = {
  evaluate(tokens: readonly number[], options: object): AsyncGenerator<number>
  evaluateWithoutGeneratingNewTokens(tokens: readonly number[]): Promise<void>
  clearHistory(): Promise<void>
}
type LlamaPackage = {
  getLlama(options: object): Promise<{
    loadModel(options: object): Promise<{
      createContext(options: object): Promise<{ getSequence(): Sequence }>
      dispose(): Promise<void>
    }>
  }>
}

/** Milliseconds of reading and of writing, over all sequences. */
const write = async (sequences: readonly Sequence[], prompt: readonly number[]) => {
  await Promise.all(sequences.map((sequence) => sequence.clearHistory()))
  const began = performance.now()
  await Promise.all(
    sequences.map((one) => one.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1))),
  )
  const read = performance.now()
  await Promise.all(
    sequences.map(async (sequence, seed) => {
      const options = { temperature: 1.5, topK: 64, seed, yieldEogToken: true }
      let written = 0
      for await (const _ of sequence.evaluate(prompt.slice(-1), options)) {
        written += 1
        if (written === NEW_TOKENS) break
      }
    }),
  )
  return { reading: read - began }
}

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    package: { type: 'string', default: 'node-llama-cpp' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
})
if (values.model === undefined) throw new Error('--model names a GGUF file')
const llamaPackage = (await import(values.package)) as LlamaPackage
const llama = await llamaPackage.getLlama({
  gpu: false,
  build: 'never',
  maxThreads: Number(values.threads),
})
const model = await llama.loadModel({ modelPath: values.model })
const prompt = Array.from({ length: PROMPT_TOKENS }, (_, i) => FIRST_TOKEN + i)
const rows: Row[] = []
for (const count of [1, 8]) {
  const context = await model.createContext({
    sequences: count,
    contextSize: 512,
    batchSize: 512,
    threads: Number(values.threads),
  })
  const sequences = Array.from({ length: count }, () => context.getSequence())
  const reading: number[] = []
  const name = `${count} sample${count > 1 ? 's' : ''} of ${NEW_TOKENS} tokens`
  const total = await medianTime(REPEATS, async () => {
    reading.push((await write(sequences, prompt)).reading)
  })
  const read = reading.toSorted((a, b) => a - b)[Math.floor(reading.length / 2)] ?? NaN
  rows.push(
    { name: `llama.cpp: ${name}`, value: total, unit: 'ms' },
    { name: 'llama.cpp: of that reading the prompt, once each', value: read, unit: 'ms' },
    {
      name: 'llama.cpp: writing alone',
      value: (1000 * count * NEW_TOKENS) / (total - read),
      unit: 'tokens/s',
    },
  )
}
printRows(rows)
await model.dispose()
