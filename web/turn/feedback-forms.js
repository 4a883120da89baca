/** What is asked of who reports a broken rule, or knows a better reply. */
import { h } from '../ground/dom.js'
import { say } from '../ground/say.js'

/** @import { Feedback } from '../../src/spec/feedback.ts' */
/** @import { Rule } from '../../src/spec/rule.ts' */
/** @typedef {(feedback: Omit<Feedback, 'turnId'>, thanks: string) => Promise<void>} Send */

/**
 * @param {readonly Rule[]} rules
 * @param {Send} send
 */
export const reportForm = (rules, send) => {
  const select = h(
    'select',
    { name: 'rule', required: true, 'aria-label': say('feedback.whichRule') },
    h('option', { value: '' }, say('feedback.whichRule')),
  )
  select.append(...rules.map(({ id, text }) => h('option', { value: id }, text)))
  const note = h('textarea', {
    rows: '2',
    maxlength: '2000',
    placeholder: say('feedback.how'),
    'aria-label': say('feedback.how'),
    dir: 'auto',
  })
  return asForm('report-form', say('feedback.report'), [select, note], () => {
    const about = note.value.trim() === '' ? {} : { note: note.value }
    void send({ ruleReport: { ruleId: select.value, ...about } }, say('feedback.thanksReport'))
  })
}

/**
 * @param {string} text
 * @param {Send} send
 */
export const correctionForm = (text, send) => {
  const better = h('textarea', {
    rows: '4',
    maxlength: '32000',
    required: true,
    'aria-label': say('feedback.better'),
    dir: 'auto',
  })
  better.value = text
  const form = asForm('correction-form', say('feedback.sendBetter'), [better], () => {
    void send({ correction: better.value.trim() }, say('feedback.thanksBetter'))
  })
  const submit = form.querySelector('button')
  // What is not changed corrects nothing.
  const update = () => {
    const now = better.value.trim()
    if (submit) submit.disabled = now === '' || now === text.trim()
  }
  better.addEventListener('input', update)
  update()
  return form
}

/**
 * @param {string} name
 * @param {string} label
 * @param {HTMLElement[]} fields
 * @param {() => void} onSubmit
 */
const asForm = (name, label, fields, onSubmit) => {
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    onSubmit()
  }
  return h(
    'form',
    { class: name, onsubmit: submit },
    ...fields,
    h('button', { class: 'small' }, label),
  )
}
