import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { entryOf } from '../../src/inference/files/manifest.ts'
import { openReaderNetwork } from '../../src/inference/open-reader-network.ts'
import { openTokenizer } from '../../src/inference/files/open-tokenizer.ts'
import { createReader } from '../../src/reward/create-reader.ts'
import { packAsked, packPassage, packReply } from '../../src/reward/pack-passage.ts'
import { passageParts } from '../../src/spec/text/passage-parts.ts'
import { committedOptions, parityFile } from '../helpers/open-models.ts'
import type { ReaderParity } from '../helpers/reader-parity.ts'

const options = await committedOptions()
const entry = entryOf(options.manifest, 'reader')
const network = await openReaderNetwork(options, entry)
t.teardown(() => network.close())
const tokenizer = await openTokenizer(join(options.modelsDir, entry.tokenizer))
const { id, calibration } = entry
const reader = createReader({ id, network, tokenizer, calibration })
const parity = JSON.parse(readFileSync(parityFile('reader'), 'utf8')) as ReaderParity

// Of a logit.
const TOLERANCE = 0.25
const near = (t: Test, got: number | undefined, wanted: number, what: string) =>
  t.ok(Math.abs((got ?? NaN) - wanted) <= TOLERANCE, `${what}: ${got}, not ${wanted}`)

void t.test('rows are packed as in training, to the token', (t) => {
  for (const { dialogue, title, text, inputIds, segmentIds, ranges } of parity.passages) {
    const packed = packPassage(tokenizer, dialogue, { title, text }, passageParts(text))
    t.same(packed.ids, inputIds)
    t.same(packed.segments, segmentIds)
    t.same(
      packed.ranges.map(({ start, end }) => [start, end]),
      ranges,
    )
  }
  for (const { dialogue, title, text, reply, inputIds, segmentIds } of parity.replies) {
    const packed = packReply(tokenizer, dialogue, { title, text }, reply)
    t.same(packed.ids, inputIds)
    t.same(packed.segments, segmentIds)
  }
  for (const { dialogue, inputIds } of parity.asked)
    t.same(packAsked(tokenizer, dialogue).ids, inputIds)
  t.end()
})

void t.test('logits are those of training', async (t) => {
  const rows = [...parity.passages, ...parity.replies]
  const outputs = await network.run(
    rows.map(({ inputIds, segmentIds }) => ({ ids: inputIds, segments: segmentIds })),
  )
  for (const [i, { answers, ranges, where }] of parity.passages.entries()) {
    near(t, outputs[i]?.answers, answers, 'answers')
    for (const [p, [start, end]] of ranges.entries()) {
      const wanted = where[p]
      if (wanted === null || wanted === undefined) continue
      const logits = outputs[i]?.where.slice(start, end) ?? new Float32Array(1)
      const mean = logits.reduce((sum, logit) => sum + logit, 0) / logits.length
      near(t, mean, wanted, 'where')
    }
  }
  for (const [i, { right }] of parity.replies.entries())
    near(t, outputs[parity.passages.length + i]?.right, right, 'right')
})

void t.test(
  'a passage that answers is told from one that does not, and a right reply from a wrong one',
  async (t) => {
    const dialogue = [
      { participant: 'user', text: 'How much annual leave can I carry over?' },
    ] as const
    const leave = { title: 'Leave', text: 'You can carry over at most 240 hours of annual leave.' }
    const parking = { title: 'Parking', text: 'The car park behind the office opens at seven.' }
    const [first, second] = await reader.read(dialogue, [leave, parking])
    t.ok((first?.answers ?? 0) > (second?.answers ?? 1))
    const [right = 0, wrong = 1] = await reader.judge(dialogue, [
      { reply: 'At most 240 hours.', evidence: leave },
      { reply: 'The car park opens at seven.', evidence: parking },
    ])
    t.ok(right > wrong)
    t.ok((await reader.asks(dialogue)) > 0.5)
    t.ok((await reader.asks([{ participant: 'user', text: 'hello there' }])) < 0.5)
  },
)
