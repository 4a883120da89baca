import fc from 'fast-check'
import t from 'tap'
import { createRandom } from '../../../src/inference/embedded/random.ts'
import { sampleToken, type Scores } from '../../../src/inference/embedded/sample-token.ts'

const GREEDY = { temperature: 0, topP: 1, minP: 0, repetitionPenalty: 1 }

const scoresOf = (...logits: readonly number[]): Scores => ({
  ids: logits.map((_, i) => 100 + i),
  logits: Float32Array.from(logits),
  logSumExp: Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)),
})

const none = new Set<number>()

/** How often each of the tokens is drawn, of 4,000 draws. */
const shares = (scores: Scores, sampling: typeof GREEDY, written = none): readonly number[] => {
  const random = createRandom(7)
  const counts = scores.ids.map(() => 0)
  for (let i = 0; i < 4000; i += 1) {
    const place = sampleToken(scores, sampling, written, random).id - 100
    counts[place] = (counts[place] ?? 0) + 1
  }
  return counts.map((count) => count / 4000)
}

void t.test('greedy takes the likeliest token, with its log-probability', (t) => {
  const scores = scoresOf(2, 1, 0)
  const choice = sampleToken(scores, GREEDY, none, createRandom(1))
  t.equal(choice.id, 100)
  t.ok(Math.abs(choice.logProbability - (2 - scores.logSumExp)) < 1e-6)
  t.end()
})

void t.test('tokens are drawn as often as their probability says', (t) => {
  const scores = scoresOf(1, 0, -1)
  const drawn = shares(scores, { ...GREEDY, temperature: 1 })
  for (const [i, logit] of [1, 0, -1].entries())
    t.ok(Math.abs((drawn[i] ?? 0) - Math.exp(logit - scores.logSumExp)) < 0.03)
  const cool = shares(scores, { ...GREEDY, temperature: 0.25 })
  t.ok((cool[0] ?? 0) > 0.95)
  t.end()
})

void t.test('top-p keeps the smallest set that reaches it, min-p what is near the best', (t) => {
  const scores = scoresOf(Math.log(0.5), Math.log(0.3), Math.log(0.15), Math.log(0.05))
  const warm = { ...GREEDY, temperature: 1 }
  const drawn = (sampling: typeof GREEDY) => shares(scores, sampling).filter((p) => p > 0).length
  t.equal(drawn({ ...warm, topP: 0.5 }), 1)
  t.equal(drawn({ ...warm, topP: 0.75 }), 2)
  t.equal(drawn({ ...warm, topP: 1 }), 4)
  t.equal(drawn({ ...warm, minP: 0.25 }), 3)
  t.equal(drawn({ ...warm, topP: 0 }), 1)
  t.end()
})

void t.test('what is written already gets less likely, whatever the sign of its logit', (t) => {
  const penalty = { ...GREEDY, repetitionPenalty: 1.5 }
  const random = createRandom(1)
  t.equal(sampleToken(scoresOf(3, 2.5), penalty, new Set([100]), random).id, 101)
  t.equal(sampleToken(scoresOf(-1, -1.2), penalty, new Set([100]), random).id, 101)
  t.equal(sampleToken(scoresOf(3, 1), penalty, new Set([100]), random).id, 100)
  t.end()
})

void t.test('any sampling draws one of the tokens, the same one for the same seed', (t) => {
  const logits = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), {
    minLength: 1,
    maxLength: 64,
  })
  const sampling = fc.record({
    temperature: fc.constantFrom(0, 0.01, 0.8, 2),
    topP: fc.double({ min: 0, max: 1, noNaN: true }),
    minP: fc.double({ min: 0, max: 1, noNaN: true }),
    repetitionPenalty: fc.double({ min: 1, max: 2, noNaN: true }),
  })
  fc.assert(
    fc.property(
      logits,
      sampling,
      fc.integer(),
      fc.array(fc.integer({ min: 100, max: 163 })),
      (values, how, seed, past) => {
        const scores = scoresOf(...values.toSorted((a, b) => b - a))
        const draw = () => sampleToken(scores, how, new Set(past), createRandom(seed))
        t.ok(scores.ids.includes(draw().id))
        t.same(draw(), draw())
      },
    ),
  )
  t.end()
})

void t.test('random numbers are even, and of their seed', (t) => {
  for (const seed of [0, 1, 2, 0xffff_ffff]) {
    const random = createRandom(seed)
    const numbers = Array.from({ length: 10_000 }, random)
    t.ok(numbers.every((x) => x >= 0 && x < 1))
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length
    t.ok(Math.abs(mean - 0.5) < 0.02, `mean ${mean}`)
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const count = numbers.filter((x) => Math.floor(x * 10) === tenth).length
      t.ok(count > 850 && count < 1150, `${count} of 10000 in tenth ${tenth}`)
    }
  }
  const firsts = Array.from({ length: 1000 }, (_, seed) => createRandom(seed)())
  t.equal(new Set(firsts).size, 1000)
  t.end()
})
