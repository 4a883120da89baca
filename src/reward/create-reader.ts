import { passageParts } from '../spec/text/passage-parts.ts'
import type { ReaderNetwork } from '../spec/reader-network.ts'
import type { Reader } from '../spec/reader.ts'
import type { Tokenizer } from '../spec/tokenizer.ts'
import { probability } from './calibration.ts'
import { meanLogit, type TokenRange } from './pack-row.ts'
import { packAsked, packPassage, packReply } from './pack-passage.ts'

/** Scale and bias of each head's logits, fitted on development data. */
type ReaderCalibration = Readonly<
  Record<'answers' | 'right' | 'where' | 'asks', readonly [number, number]>
>

export type ReaderDeps = {
  readonly id: string
  readonly network: ReaderNetwork
  readonly tokenizer: Tokenizer
  readonly calibration: ReaderCalibration
}

/** Reads passages and judges replies by them. Throws ABORTED, OVERLOADED or INTERNAL. */
export const createReader = ({ id, network, tokenizer, calibration }: ReaderDeps): Reader => ({
  id,
  asks: async (dialogue, signal) => {
    const [output] = await network.run([packAsked(tokenizer, dialogue)], signal)
    return probability(output?.asks ?? NaN, calibration.asks)
  },
  read: async (dialogue, passages, signal) => {
    const rows = passages.map((one) =>
      packPassage(tokenizer, dialogue, one, passageParts(one.text)),
    )
    const outputs = await network.run(rows, signal)
    return outputs.map(({ answers, where }, i) => {
      const found = (range: TokenRange): number =>
        range.end > range.start ? probability(meanLogit(where, range), calibration.where) : 0
      return {
        answers: probability(answers, calibration.answers),
        parts: (rows[i]?.ranges ?? []).map(found),
      }
    })
  },
  judge: async (dialogue, replies, signal) => {
    const rows = replies.map(({ evidence, reply }) =>
      packReply(tokenizer, dialogue, evidence, reply),
    )
    const outputs = await network.run(rows, signal)
    return outputs.map(({ right }) => probability(right, calibration.right))
  },
})
