import { isBroken } from '../../spec/rule.ts'
import { z } from 'zod'
import { textSchema } from '../../spec/turn.ts'
import { auc, balancedAccuracy, macroF1, pairAccuracy, positiveRate } from './figures.ts'
import { yesOrNo } from './mark.ts'
import {
  commonFields,
  defineTask,
  dialogueField,
  evidenceField,
  ruleField,
  toEvidence,
  type Judge,
  type Task,
} from './task.ts'

/** A rule that comes with its text has no threshold. */
const EVEN = 0.5

type JudgedRule = { readonly id: string; readonly text: string; readonly threshold: number }

const judgedRule = (given: z.infer<typeof ruleField>, { ruleOf }: Judge): JudgedRule =>
  typeof given === 'string' ? ruleOf(given) : { ...given, threshold: EVEN }

const factSeeking = defineTask({
  name: 'fact-seeking',
  label: 'kind',
  figures: [macroF1, balancedAccuracy],
  schema: z.strictObject({
    ...commonFields,
    dialogue: dialogueField.min(1),
    kind: z.enum(['fact-based', 'not-fact-based', 'both']),
  }),
  measure: async ({ dialogue, kind, group }, { model, signal }) => {
    const read = await model.factSeeking(dialogue, signal)
    const score = read.factSeeking
    return { truth: kind, predicted: read.kind, score, baseline: 0, group }
  },
})

const comparison = defineTask({
  name: 'comparison',
  label: 'chosen',
  figures: [pairAccuracy],
  schema: z.strictObject({
    ...commonFields,
    dialogue: dialogueField,
    chosen: textSchema,
    rejected: textSchema,
    evidence: evidenceField.optional(),
    rule: ruleField.optional(),
  }),
  measure: async ({ dialogue, chosen, rejected, evidence, rule, group }, judge) => {
    const rules = rule === undefined ? [] : [judgedRule(rule, judge)]
    const rows = [chosen, rejected].map((reply) => ({
      dialogue,
      reply,
      evidence: toEvidence(evidence),
    }))
    const [better, worse] = (await judge.model.score(rows, rules, judge.signal)).map((reward) =>
      rules[0] === undefined ? reward.preference : (reward.rules[rules[0].id] ?? NaN),
    )
    const score = (better ?? NaN) - (worse ?? NaN)
    const baseline = chosen.length - rejected.length
    const predicted = yesOrNo(score > 0)
    return { truth: yesOrNo(true), predicted, score, baseline, group }
  },
})

const ruleLabel = defineTask({
  name: 'rule',
  label: 'kept',
  figures: [auc, balancedAccuracy, macroF1],
  schema: z.strictObject({
    ...commonFields,
    dialogue: dialogueField,
    reply: textSchema,
    evidence: evidenceField.optional(),
    rule: z.union([ruleField, z.array(ruleField).min(1)]),
    kept: z.boolean(),
  }),
  measure: async ({ dialogue, reply, evidence, rule, kept, group }, judge) => {
    const judged = [rule].flat().map((one) => judgedRule(one, judge))
    const row = { dialogue, reply, evidence: toEvidence(evidence) }
    const [reward] = await judge.model.score([row], judged, judge.signal)
    const chanceOf = ({ id }: JudgedRule): number => reward?.rules[id] ?? NaN
    const predicted = yesOrNo(judged.every((one) => chanceOf(one) >= one.threshold))
    const score = Math.min(...judged.map(chanceOf))
    return { truth: yesOrNo(kept), predicted, score, baseline: reply.length, group }
  },
})

// From this support on a statement is cited.
const CITED_FROM = 0.5

const support = defineTask({
  name: 'support',
  label: 'supported',
  figures: [auc, balancedAccuracy, macroF1],
  schema: z.strictObject({
    ...commonFields,
    dialogue: dialogueField.default([]),
    reply: textSchema,
    evidence: evidenceField.min(1),
    supported: z.boolean(),
  }),
  measure: async ({ dialogue, reply, evidence, supported, group }, { model, signal }) => {
    const row = { dialogue, reply, evidence: toEvidence(evidence) }
    const [reward] = await model.score([row], [], signal)
    const score = reward?.support ?? 0
    const predicted = yesOrNo(score >= CITED_FROM)
    const baseline = shareOfWords(
      reply,
      evidence.map(({ text }) => text),
    )
    return { truth: yesOrNo(supported), predicted, score, baseline, group }
  },
})

const innocent = defineTask({
  name: 'innocent',
  label: 'innocent',
  figures: [positiveRate('blocked')],
  schema: z.strictObject({
    ...commonFields,
    dialogue: dialogueField,
    reply: textSchema,
    innocent: z.literal(true),
  }),
  measure: async ({ dialogue, reply, group }, { model, blocking, signal }) => {
    const [reward] = await model.score([{ dialogue, reply, evidence: [] }], blocking, signal)
    const isBlocked = blocking.some((rule) => isBroken(rule, reward?.rules[rule.id]))
    const predicted = yesOrNo(isBlocked)
    return { truth: yesOrNo(false), predicted, score: 0, baseline: 0, group }
  },
})

export const TASKS: readonly Task[] = [factSeeking, comparison, ruleLabel, support, innocent]

const words = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

const shareOfWords = (reply: string, evidence: readonly string[]): number => {
  const known = new Set(evidence.flatMap(words))
  const own = words(reply)
  return own.filter((word) => known.has(word)).length / Math.max(1, own.length)
}
