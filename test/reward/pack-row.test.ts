import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import { openTokenizer } from '../../src/inference/files/open-tokenizer.ts'
import {
  groupStatements,
  LIMITS,
  packDialogue,
  packRow,
  packRule,
  SEGMENT,
} from '../../src/reward/pack-row.ts'
import { renderEvidence } from '../../src/reward/render-row.ts'
import { parityFile } from '../helpers/open-models.ts'
import type { RewardParity } from '../helpers/reward-parity.ts'

const path = fileURLToPath(new URL('../../models/encoder/tokenizer.json', import.meta.url))
const tokenizer = await openTokenizer(path)
const parity = JSON.parse(readFileSync(parityFile('reward'), 'utf8')) as RewardParity

void t.test('rows are packed as in training', (t) => {
  for (const { dialogue, evidence, statements, inputIds, segmentIds, spans } of parity.rows) {
    const text = evidence ? renderEvidence({ ...evidence, title: evidence.title ?? undefined }) : ''
    const ids = statements.map((statement) => tokenizer.encode(statement))
    const row = packRow(tokenizer, dialogue, tokenizer.encode(text), ids)
    t.same(row.ids, inputIds)
    t.same(row.segments, segmentIds)
    t.same(
      row.ranges.map(({ start, end }) => [start, end]),
      spans,
    )
  }
  t.end()
})

void t.test('what dialogue and evidence, evidence and reply share is told', (t) => {
  const dialogue = [{ participant: 'user' as const, text: 'How large is the limit?' }]
  const pack = (evidence: string, reply: string) =>
    packRow(tokenizer, dialogue, tokenizer.encode(evidence), [tokenizer.encode(reply)])
  const wordsOf = ({ ids, segments }: ReturnType<typeof pack>, segment: number): string =>
    tokenizer.decode(ids.filter((_, i) => segments[i] === segment))
  const row = pack('One megabyte is the limit', 'the limit is two megabytes')
  t.equal(wordsOf(row, SEGMENT.askedFor), 'is the limit')
  t.match(wordsOf(row, SEGMENT.notFound), 'two')
  t.equal(wordsOf(pack('', 'two megabytes'), SEGMENT.notFound), '')
  t.end()
})

void t.test('dialogues and rules alone are packed as in training', (t) => {
  for (const { dialogue, inputIds } of parity.dialogueRows)
    t.same(packDialogue(tokenizer, dialogue).ids, inputIds)
  for (const { text, inputIds } of parity.rules) t.same(packRule(tokenizer, text).ids, inputIds)
  t.end()
})

const ids = (max: number) => fc.array(fc.integer({ min: 1000, max: 9999 }), { maxLength: max })

void t.test('every statement of a long reply is in one group, and a group fits a row', (t) => {
  fc.assert(
    fc.property(fc.array(ids(300), { maxLength: 12 }), (statements) => {
      const groups = groupStatements(statements)
      t.same(groups.flat(), statements)
      for (const group of groups) {
        const length = group.reduce((sum, one) => sum + one.length, 0)
        t.ok(length <= LIMITS.reply || group.length === 1)
      }
    }),
  )
  t.end()
})

void t.test('no row is longer than the model takes, whatever is in it', (t) => {
  const turn = fc.record({
    participant: fc.constantFrom('user' as const, 'agent' as const, 'search-results' as const),
    text: fc.string({ unit: 'grapheme', maxLength: 400 }),
  })
  fc.assert(
    fc.property(fc.array(turn), ids(1000), fc.array(ids(250)), (dialogue, evidence, statements) => {
      const { ids: row, segments, ranges } = packRow(tokenizer, dialogue, evidence, statements)
      t.ok(row.length <= LIMITS.dialogue + LIMITS.evidence + LIMITS.reply + 4)
      t.equal(segments.length, row.length)
      t.equal(ranges.length, statements.length)
      t.ok(ranges.every(({ start, end }) => start <= end && end < row.length))
    }),
    { numRuns: 30 },
  )
  t.end()
})
