/** Hands a dialogue to the person: as a file, or to the printer. */
import { api } from '../service/api.js'
import { fill, h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { shownReply } from '../conversation/shown-reply.js'
import { fileName, toJson, toMarkdown } from './export-dialogue.js'
import { kindName } from './kind-name.js'

/** @import { DialogueRecord } from '../service/api.js' */

/**
 * Throws ApiError.
 * @param {string} id
 * @param {'markdown' | 'json' | 'print'} kind
 */
export const saveDialogue = async (id, kind) => {
  const record = await api.wholeDialogue(id)
  if (kind === 'print') printDialogue(record)
  else if (kind === 'json')
    download(fileName(record.title, 'json'), 'application/json', toJson(record))
  else download(fileName(record.title, 'md'), 'text/markdown', toMarkdown(record))
}

/** @type {(name: string, type: string, text: string) => void} */
const download = (name, type, text) => {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = h('a', { href: url, download: name })
  link.click()
  // The browser has to have begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** All of it, whatever part of it is on the screen. @param {DialogueRecord} record */
const printDialogue = ({ title, turns }) => {
  const sheet = h('div', { id: 'print' })
  const parts = turns.map((turn) => {
    if (turn.participant === 'user') return h('h2', {}, turn.text)
    const shown = shownReply({ reply: turn, instead: turn.instead }) ?? turn
    const quotes = shown.citations.map(({ quote, title: where = '', url = '', evidenceId }) => {
      const hash = shown.evidence.find(({ id }) => id === evidenceId)?.page?.hash
      return h(
        'li',
        {},
        `“${quote}” ${where} ${url}`,
        hash ? h('code', {}, ` sha256 ${hash}`) : null,
      )
    })
    return h(
      'section',
      {},
      h('p', { class: 'print-kind' }, kindName(shown)),
      h('p', {}, shown.text),
      h('ol', {}, ...quotes),
    )
  })
  fill(
    sheet,
    h('h1', {}, title),
    h('p', {}, say('export.printed', { date: new Date().toLocaleString() })),
    ...parts,
  )
  document.body.append(sheet)
  window.addEventListener('afterprint', () => sheet.remove(), { once: true })
  window.print()
}
