/** The rules: read, switched, and tried on a text. */
import { api } from '../service/api.js'
import { fill, h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { percent } from '../ground/score-parts.js'

/** @import { Rule } from '../../src/spec/rule.ts' */

/** @param {{ onChange: () => void, onFailure: (error: unknown) => void }} deps */
export const createRulesView = ({ onChange, onFailure }) => {
  const question = h('input', {
    type: 'text',
    'aria-label': say('try.question'),
    placeholder: say('try.question'),
    dir: 'auto',
  })
  const reply = h('textarea', {
    rows: '2',
    required: true,
    'aria-label': say('try.reply'),
    placeholder: say('try.reply'),
    dir: 'auto',
  })
  const said = h('p', { class: 'hint', role: 'status' })
  const list = h('ul', { class: 'rule-list' })
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    void tryOut()
  }
  const element = h(
    'div',
    {},
    h(
      'form',
      { class: 'try-form', onsubmit: submit },
      h('h3', {}, say('try.title')),
      question,
      reply,
      h('button', { class: 'small' }, say('try.go')),
      said,
    ),
    list,
  )
  /** @type {readonly Rule[]} */
  let rules = []
  /** @type {readonly Rule[]} those that are switched off */
  let removed = []
  /** @type {Readonly<Record<string, number>>} */
  let kept = {}

  const load = async () => {
    try {
      ;({ rules, removed } = await api.rules())
      draw()
    } catch (error) {
      onFailure(error)
    }
  }
  const tryOut = async () => {
    said.textContent = say('try.running')
    try {
      const user = question.value.trim() || say('try.anyQuestion')
      const dialogue = [{ participant: 'user', text: user }]
      const { rows } = await api.score({ dialogue, reply: reply.value })
      kept = rows[0]?.rules ?? {}
      const broken = rules.filter(({ id, threshold }) => (kept[id] ?? 1) < threshold)
      said.textContent = say('try.result', { count: broken.length })
      draw()
    } catch (error) {
      said.textContent = ''
      onFailure(error)
    }
  }
  /**
   * @param {Rule} rule
   * @param {Rule['action'] | 'off'} action
   */
  const change = async (rule, action) => {
    try {
      await (action === 'off' ? api.deleteRule(rule.id) : api.putRule({ ...rule, action }))
      onChange()
    } catch (error) {
      onFailure(error)
    }
    await load()
    document.getElementById(`rule-${rule.id}`)?.focus()
  }
  const draw = () => {
    const all = [...rules, ...removed]
    // Tried on a text, the most doubtful come first.
    const ordered = all.toSorted(
      (a, b) =>
        (kept[a.id] ?? 1) - (kept[b.id] ?? 1) ||
        a.group.localeCompare(b.group) ||
        a.id.localeCompare(b.id),
    )
    fill(
      list,
      ...ordered.map((rule) =>
        row(rule, { isOff: removed.includes(rule), kept: kept[rule.id], change }),
      ),
    )
  }
  return { element, show: () => void load() }
}

const ACTIONS = /** @type {const} */ (['block', 'warn', 'score', 'off'])

/**
 * @param {Rule} rule
 * @param {{ isOff: boolean, kept: number | undefined, change: (rule: Rule, action: Rule['action'] | 'off') => Promise<void> }} about
 */
const row = (rule, { isOff, kept, change }) => {
  const { id, text, group, action, threshold } = rule
  const now = isOff ? 'off' : action
  const options = ACTIONS.map((one) =>
    h('option', { value: one, selected: one === now }, say(`rule.${one}`)),
  )
  const select = h(
    'select',
    { id: `rule-${id}`, 'aria-label': say('rule.does', { rule: text }) },
    ...options,
  )
  select.addEventListener(
    'change',
    () => void change(rule, /** @type {Rule['action'] | 'off'} */ (select.value)),
  )
  const isLow = kept !== undefined && kept < threshold
  return h(
    'li',
    { class: isOff ? 'off' : isLow ? 'low' : '' },
    h(
      'div',
      { class: 'rule-about' },
      h('span', { class: 'rule-text', dir: 'auto' }, text),
      h('span', { class: 'document-about' }, group),
    ),
    kept === undefined
      ? null
      : h('span', { class: 'figure' }, say('rule.kept', { kept: percent(kept) })),
    select,
  )
}
