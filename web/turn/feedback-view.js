/** Ratings, rule reports and corrections of a turn: what the next weights learn from. Each can be taken back. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'
import { thumbOf } from '../conversation/give-feedback.js'
import { shownReply } from '../conversation/shown-reply.js'
import { correctionForm, reportForm } from './feedback-forms.js'

/** @import { Feedback } from '../../src/spec/feedback.ts' */
/** @import { Rule } from '../../src/spec/rule.ts' */
/** @import { GivenFeedback } from '../service/api.js' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @typedef {object} FeedbackDeps
 * @property {(turn: TurnState, feedback: Omit<Feedback, 'turnId'>) => Promise<void>} give
 * @property {(turn: TurnState, feedback: GivenFeedback) => Promise<void>} takeBack
 * @property {() => Promise<unknown>} needRules
 * @property {() => readonly Rule[]} rules
 */

/** @param {FeedbackDeps} deps */
export const createFeedbackView = ({ give, takeBack, needRules, rules }) => {
  const form = h('div', { class: 'feedback-form' })
  const said = h('p', { class: 'feedback-said', role: 'status' })
  /** @type {TurnState | undefined} */
  let turn
  /** @type {HTMLElement | undefined} the button whose form is open */
  let opener

  /**
   * @param {() => Promise<void>} work
   * @param {string} thanks
   */
  const attempt = async (work, thanks) => {
    said.textContent = say('feedback.sending')
    try {
      await work()
      said.textContent = thanks
      closeForm()
    } catch (error) {
      const why = error instanceof Error ? error.message : ''
      said.textContent = say('feedback.failed', { why })
    }
  }
  const closeForm = () => {
    fill(form)
    opener?.setAttribute('aria-expanded', 'false')
    opener?.focus()
    opener = undefined
  }
  /**
   * @param {HTMLElement} button
   * @param {() => HTMLElement} make
   */
  const toggle = (button, make) => {
    if (opener === button) {
      closeForm()
      return
    }
    opener?.setAttribute('aria-expanded', 'false')
    opener = button
    button.setAttribute('aria-expanded', 'true')
    const made = make()
    fill(form, made)
    made.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      closeForm()
    })
    const first = made.querySelector('select, textarea')
    if (first instanceof HTMLElement) first.focus()
  }

  /** A thumb that is pressed again is taken back; the other one takes its place. @param {1 | -1} rating */
  const rate = async (rating) => {
    const own = turn
    if (own === undefined) return
    const before = thumbOf(own)
    const isSame = before?.rating === rating
    const thanks = say(
      isSame ? 'feedback.takenBack' : rating === 1 ? 'feedback.good' : 'feedback.bad',
    )
    await attempt(async () => {
      if (before) await takeBack(own, before)
      if (!isSame) await give(turn ?? own, { rating, scale: 'thumb' })
    }, thanks)
  }
  /** @type {(feedback: Omit<Feedback, 'turnId'>, thanks: string) => Promise<void>} */
  const send = async (feedback, thanks) => {
    const own = turn
    if (own) await attempt(() => give(own, feedback), thanks)
  }

  const good = button(say('feedback.goodReply'), 'up', () => void rate(1))
  const bad = button(say('feedback.badReply'), 'down', () => void rate(-1))
  const openReport = async () => {
    await needRules()
    toggle(report, () => reportForm(rules(), send))
  }
  const report = button(say('feedback.brokeRule'), 'flag', () => void openReport())
  const correct = button(say('feedback.correct'), 'pencil', () =>
    toggle(correct, () => correctionForm((turn && shownReply(turn)?.text) ?? '', send)),
  )
  for (const one of [report, correct]) one.setAttribute('aria-expanded', 'false')
  const given = h('ul', { class: 'given' })

  return {
    buttons: [good, bad, report, correct],
    panel: h('div', { class: 'feedback' }, form, given, said),
    /** @param {TurnState} next */
    update: (next) => {
      turn = next
      const thumb = thumbOf(next)?.rating
      good.setAttribute('aria-pressed', String(thumb === 1))
      bad.setAttribute('aria-pressed', String(thumb === -1))
      const others = (next.given ?? []).filter((one) => one.ruleReport ?? one.correction)
      const undo = (/** @type {GivenFeedback} */ one) => () =>
        void attempt(() => takeBack(next, one), say('feedback.takenBack'))
      const rows = others.map((one) =>
        h(
          'li',
          {},
          icon('check'),
          one.ruleReport
            ? say('feedback.reported', { rule: one.ruleReport.ruleId.replaceAll('-', ' ') })
            : say('feedback.corrected'),
          h('button', { type: 'button', class: 'link', onclick: undo(one) }, say('undo')),
        ),
      )
      const hadFocus = given.contains(document.activeElement)
      fill(given, ...rows)
      if (hadFocus) correct.focus()
    },
  }
}

/**
 * @param {string} label
 * @param {Parameters<typeof icon>[0]} name
 * @param {() => void} onclick
 */
const button = (label, name, onclick) =>
  h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': label, title: label, onclick },
    icon(name),
  )
