import { sigmoid } from '../../base/logistic.ts'
import { ABOUT_PATTERNS, INJECTION_PATTERNS, type AddressFlag } from './injection-patterns.ts'
import { foldDisguises } from './fold-disguises.ts'

export type InjectionScore = {
  /** That the text addresses the agent instead of its readers. */
  readonly probability: number
  readonly flags: readonly AddressFlag[]
}

// The log-odds of a text without any sign: one in twenty.
const BIAS = -3
// A second sign of the same text counts less than the first, which it often comes with.
const FURTHER = 0.6
// Texts in disguise had a reason for it.
const DISGUISED = 1.5

/**
 * How likely a text is to speak to a machine that reads it. A sum of weights in log-odds, in the
 * open: injection-patterns.ts lists what counts, and how much. What a text says in disguise counts more.
 */
export const injectionScore = (text: string): InjectionScore => {
  const [plain = '', ...disguised] = foldDisguises(text)
  const open = scoreOf(plain)
  const hidden = disguised
    .map((one) => scoreOf(one))
    .filter((one) => one.flags.length > open.flags.length)
    .map((one) => ({ ...one, logOdds: one.logOdds + DISGUISED }))
  const { logOdds, flags } = [open, ...hidden].reduce((worst, one) =>
    one.logOdds > worst.logOdds ? one : worst,
  )
  return { probability: sigmoid(logOdds), flags }
}

type Scored = { readonly logOdds: number; readonly flags: readonly AddressFlag[] }

const scoreOf = (text: string): Scored => {
  const found = INJECTION_PATTERNS.filter(({ pattern }) => pattern.test(text))
  const weights = found.map(({ weight }) => weight).sort((a, b) => b - a)
  const signs = weights.reduce((sum, weight, at) => sum + weight * (at === 0 ? 1 : FURTHER), 0)
  const about = ABOUT_PATTERNS.filter(({ pattern }) => pattern.test(text))
  const excuse = Math.max(
    -3,
    about.reduce((sum, { weight }) => sum + weight, 0),
  )
  return {
    logOdds: BIAS + signs + (found.length === 0 ? 0 : excuse),
    flags: [...new Set(found.map(({ flag }) => flag))],
  }
}
