import t from 'tap'
import { generate, type TokenRequest } from '../../../src/inference/embedded/generate.ts'
import {
  joinKeyValues,
  keep,
  type KeptKeyValues,
} from '../../../src/inference/embedded/key-values.ts'
import { TurnTaker } from '../../../src/inference/embedded/round-robin.ts'
import type { Sample, Sampling } from '../../../src/spec/language-model.ts'
import { openToyPolicy, type ToyPolicy } from '../../helpers/toy-policy.ts'

const GREEDY: Sampling = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1 }
const WARM: Sampling = { temperature: 1.5, topP: 0.95, minP: 0.01, repetitionPenalty: 1.1 }

const toy = await openToyPolicy()

/** One segment for each word. */
const promptOf = (...words: readonly string[]) => words.map((word) => toy.tokenizer.encode(word))

const request = (rest: Partial<TokenRequest>): TokenRequest => ({
  prompts: [promptOf('one prompt')],
  samples: [{ prompt: 0, seed: 1, sampling: GREEDY }],
  maxTokens: 12,
  stop: [],
  ...rest,
})

const write = async (
  asked: TokenRequest,
  { deps }: ToyPolicy = toy,
): Promise<readonly Sample[]> => {
  const samples: Sample[] = []
  for await (const finished of generate(deps, asked)) samples.push(...finished)
  return samples.toSorted((a, b) => a.index - b.index)
}

/**
 * The likeliest continuation of a prompt that is read a segment a pass and kept; what is written is read anew for
 * each token.
 */
const writeNaively = async (
  prompt: readonly (readonly number[])[],
  maxTokens: number,
): Promise<string> => {
  const { shape } = toy.session
  const none = Array.from({ length: shape.layers }, () => new Float32Array(0))
  const kept: KeptKeyValues[] = []
  const read = async (ids: readonly number[]) => {
    const prefix = joinKeyValues(shape, kept)
    const { scores, keyValues } = await toy.session.run({
      ids: [ids],
      positions: [ids.map((_, place) => prefix.tokens + place)],
      prefix,
      prefixMask: new Float32Array(prefix.tokens),
      suffix: { capacity: 0, keys: none, values: none },
      suffixMask: new Float32Array(0),
    })
    return { likeliest: scores[0]?.ids[0] ?? 0, keyValues }
  }
  let next = 0
  for (const ids of prompt) {
    const { likeliest, keyValues } = await read(ids)
    kept.push(keep(keyValues))
    next = likeliest
  }
  const written: number[] = []
  while (next !== toy.deps.endId) {
    written.push(next)
    if (written.length === maxTokens) break
    next = (await read(written)).likeliest
  }
  return toy.deps.decode(written).replace(/\uFFFD+$/u, '')
}

void t.test(
  'samples of several prompts in one batch are what each prompt gives alone',
  async (t) => {
    const prompts = [
      promptOf('shared beginning, ', 'first'),
      promptOf('shared beginning, ', 'the second, which is longer'),
      promptOf('something else'),
    ]
    const samples = [0, 1, 2, 1].map((prompt) => ({ prompt, seed: 0, sampling: GREEDY }))
    const together = await write(request({ prompts, samples, maxTokens: 40 }))
    for (const { index, text } of together) {
      const prompt = prompts[samples[index]?.prompt ?? 0] ?? []
      t.equal(text, await writeNaively(prompt, 40))
    }
    t.equal(together.length, 4)
  },
)

void t.test('a prompt longer than a pass reads the same in parts', async (t) => {
  const [words = [], end = []] = promptOf('word '.repeat(60), 'end')
  const [sample] = await write(request({ prompts: [[words, end]] }))
  const passes = [words.slice(0, 128), words.slice(128, 256), words.slice(256), end]
  t.equal(sample?.text, await writeNaively(passes, 12))
})

void t.test(
  'the same request gives the same samples, alone, cached or beside others',
  async (t) => {
    const samples = [GREEDY, WARM, WARM, WARM].map((sampling, seed) => ({
      prompt: 0,
      seed,
      sampling,
    }))
    const one = request({ prompts: [promptOf('a dialogue, ', 'asked')], samples, maxTokens: 48 })
    const two = request({ prompts: [promptOf('a dialogue, ', 'again')], samples, maxTokens: 48 })
    const fresh = await openToyPolicy()
    const alone = [await write(one, fresh), await write(two, fresh)]
    t.same(await write(one, fresh), alone[0], 'from the cache')
    const other = await openToyPolicy('cpu', 0)
    const turns = new TurnTaker<readonly Sample[]>(4)
    const beside = await Promise.all(
      [one, two].map(async (asked) => {
        const given: Sample[] = []
        const steps = generate(other.deps, asked)
        await turns.run(steps, (items) => given.push(...items), new AbortController().signal)
        return given.toSorted((a, b) => a.index - b.index)
      }),
    )
    t.same(beside, alone, 'beside each other, without a cache')
    t.ok(new Set(alone.flat().map(({ text }) => text)).size > 4, 'seeds differ')
  },
)

void t.test('what prompts have in common is read once, and again not at all', async (t) => {
  const own = await openToyPolicy()
  const prompts = [
    promptOf('in common', 'a'),
    promptOf('in common', 'b'),
    promptOf('in common', 'a'),
  ]
  const samples = prompts.map((_, prompt) => ({ prompt, seed: 0, sampling: GREEDY }))
  const asked = request({ prompts, samples, maxTokens: 1 })
  await write(asked, own)
  t.same(
    own.passes.map(({ tokens }) => tokens),
    ['in common', 'a', 'b'].map((text) => text.length),
  )
  await write(asked, own)
  t.equal(own.passes.length, 3)
})

void t.test('samples that are done leave the batch', async (t) => {
  const own = await openToyPolicy()
  // A prompt each, so that no two of them share a row.
  const prompts = ['a', 'b', 'c', 'd', 'e', 'f'].map((word) => promptOf(`prompt ${word}`))
  const samples = prompts.map((_, prompt) => ({ prompt, seed: prompt, sampling: WARM }))
  const done = await write(request({ prompts, samples, maxTokens: 60 }), own)
  // The token that ends a sample is none of its tokens, and is drawn after a pass too.
  const passes = done.map(({ tokens, finish }) => (finish === 'end' ? tokens : tokens - 1))
  const steps = own.passes.slice(prompts.length)
  t.equal(steps.length, Math.max(...passes))
  t.ok(new Set(passes).size > 1, 'some are done before others')
  for (const [step, { rows }] of steps.entries())
    t.equal(rows, passes.filter((count) => count > step).length)
})

void t.test('samples that have written the same so far are computed once', async (t) => {
  const own = await openToyPolicy()
  const samples = Array.from({ length: 4 }, (_, seed) => ({ prompt: 0, seed, sampling: GREEDY }))
  const same = await write(request({ samples }), own)
  t.equal(new Set(same.map(({ text }) => text)).size, 1)
  t.ok(own.passes.slice(1).every(({ rows }) => rows === 1))
})

void t.test('a stop text ends a sample and is not part of it', async (t) => {
  const [whole] = await write(request({ maxTokens: 30 }))
  const text = whole?.text ?? ''
  const stop = text.slice(4, 6)
  const [cut] = await write(request({ maxTokens: 30, stop: [stop] }))
  t.equal(cut?.text, text.slice(0, text.indexOf(stop)))
  t.equal(cut?.finish, 'end')
  t.equal(whole?.finish, 'length')
})

void t.test('the log-probability is the sum over the tokens at temperature 1', async (t) => {
  const sampling = { ...WARM, repetitionPenalty: 1 }
  const samples = [{ prompt: 0, seed: 3, sampling }]
  const [short] = await write(request({ samples, maxTokens: 4 }))
  const [long] = await write(request({ samples, maxTokens: 8 }))
  t.equal(short?.tokens, 4)
  t.ok((long?.logProbability ?? 0) < (short?.logProbability ?? 0))
  t.ok((short?.logProbability ?? 1) < 0)
})

void t.test('an abort is honoured before the next step', async (t) => {
  const own = await openToyPolicy()
  const gone = new AbortController()
  const turns = new TurnTaker<readonly Sample[]>(4)
  let steps = 0
  const leave = () => {
    steps += 1
    if (steps === 5) gone.abort()
  }
  const samples = Array.from({ length: 4 }, (_, seed) => ({ prompt: 0, seed, sampling: WARM }))
  const asked = generate(own.deps, request({ samples, maxTokens: 200 }))
  await t.rejects(turns.run(asked, leave, gone.signal), { code: 'ABORTED' })
  // The pass over the prompt is the first step; the fifth has made three passes over new tokens.
  t.equal(own.passes.length, 4)
})

void t.test('the graph with float products says nearly the same', async (t) => {
  const float = await openToyPolicy('cuda')
  const asked = request({ maxTokens: 1, prompts: [promptOf('in whole numbers or not')] })
  const [ours, theirs] = [await write(asked), await write(asked, float)]
  t.equal(ours[0]?.text, theirs[0]?.text)
  t.ok(Math.abs((ours[0]?.logProbability ?? 0) - (theirs[0]?.logProbability ?? 9)) < 0.2)
})

void t.test('a sample of a prompt that was not given is a bug', async (t) => {
  const samples = [{ prompt: 1, seed: 1, sampling: GREEDY }]
  await t.rejects(write(request({ samples })), { message: /this is a bug/ })
})
