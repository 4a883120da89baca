/** Ratings, rule reports and corrections of a turn: what the next weights learn from. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'

/** @import { Feedback } from '../../src/spec/feedback.ts' */
/** @import { Rule } from '../../src/spec/rule.ts' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @typedef {object} FeedbackDeps
 * @property {(feedback: Feedback) => Promise<unknown>} send
 * @property {() => readonly Rule[]} rules
 */

/** @param {FeedbackDeps} deps */
export const createFeedbackView = ({ send, rules }) => {
  const form = h('div', { class: 'feedback-form' })
  const said = h('p', { class: 'feedback-said', role: 'status' })
  /** @type {TurnState | undefined} */
  let turn

  /**
   * @param {Omit<Feedback, 'turnId'>} feedback
   * @param {string} thanks
   */
  const give = async (feedback, thanks) => {
    if (turn?.turnId === undefined) return
    said.textContent = 'Sending…'
    try {
      await send({ turnId: turn.turnId, ...feedback })
      said.textContent = thanks
      fill(form)
    } catch (error) {
      said.textContent = `Not kept: ${error instanceof Error ? error.message : 'the service did not answer'}`
    }
  }

  const rate = (/** @type {1 | -1} */ rating, /** @type {HTMLElement} */ button) => {
    for (const one of [good, bad]) one.setAttribute('aria-pressed', String(one === button))
    void give(
      { rating, scale: 'thumb' },
      rating === 1 ? 'Noted: a good reply.' : 'Noted: not a good reply. What was wrong?',
    )
  }
  const good = button('Good reply', 'up', () => rate(1, good))
  const bad = button('Bad reply', 'down', () => rate(-1, bad))
  good.setAttribute('aria-pressed', 'false')
  bad.setAttribute('aria-pressed', 'false')
  const report = button('It broke a rule', 'flag', () => toggle(form, reportForm(rules(), give)))
  const correct = button('Correct it', 'pencil', () =>
    toggle(form, correctionForm(turn?.replyText ?? '', give)),
  )
  return {
    buttons: [good, bad, report, correct],
    panel: h('div', { class: 'feedback' }, form, said),
    /** @param {TurnState} next */
    update: (next) => {
      turn = next
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

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} form
 */
const toggle = (place, form) => {
  const isOpen = place.firstElementChild?.className === form.className
  fill(place, isOpen ? null : form)
  form.querySelector('textarea, select')?.dispatchEvent(new Event('shown'))
  if (!isOpen) /** @type {HTMLElement | null} */ (form.querySelector('select, textarea'))?.focus()
}

/** @typedef {(feedback: Omit<Feedback, 'turnId'>, thanks: string) => Promise<void>} Give */

/**
 * @param {readonly Rule[]} rules
 * @param {Give} give
 */
const reportForm = (rules, give) => {
  const select = h(
    'select',
    { name: 'rule', required: true, 'aria-label': 'Which rule' },
    h('option', { value: '' }, 'Which rule did it break?'),
  )
  select.append(...rules.map(({ id, text }) => h('option', { value: id }, text)))
  const note = h('textarea', {
    rows: '2',
    maxlength: '2000',
    placeholder: 'How? (optional)',
    'aria-label': 'How',
    dir: 'auto',
  })
  return asForm('report-form', 'Report', [select, note], () => {
    const about = note.value.trim() === '' ? {} : { note: note.value }
    return give(
      { ruleReport: { ruleId: select.value, ...about } },
      'Noted: the rule that was broken.',
    )
  })
}

/**
 * @param {string} text
 * @param {Give} give
 */
const correctionForm = (text, give) => {
  const better = h('textarea', {
    rows: '4',
    maxlength: '32000',
    required: true,
    'aria-label': 'A better reply',
    dir: 'auto',
  })
  better.value = text
  return asForm('correction-form', 'Send the better reply', [better], () =>
    give({ correction: better.value }, 'Noted: the better reply.'),
  )
}

/**
 * @param {string} name
 * @param {string} label
 * @param {HTMLElement[]} fields
 * @param {() => Promise<void>} onSubmit
 */
const asForm = (name, label, fields, onSubmit) => {
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    void onSubmit()
  }
  return h(
    'form',
    { class: name, onsubmit: submit },
    ...fields,
    h('button', { class: 'small' }, label),
  )
}
