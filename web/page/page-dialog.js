/** The stored snapshot of a page, with a part of it marked; checks that the text is the one that was hashed. */
import { api } from '../service/api.js'
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { shortUrl } from '../ground/labels.js'
import { say } from '../ground/say.js'

/** @import { Evidence } from '../../src/spec/evidence.ts' */

export const createPageDialog = () => {
  const body = h('div', {
    class: 'page-text',
    tabindex: '0',
    dir: 'auto',
    role: 'region',
    'aria-label': say('page.text'),
  })
  const title = h('h2', { id: 'page-title' })
  const proof = h('p', { class: 'page-proof', role: 'status' })
  const close = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': say('close') },
    icon('close'),
  )
  const dialog = h(
    'dialog',
    { class: 'page-dialog', 'aria-labelledby': 'page-title' },
    h('header', {}, title, close),
    proof,
    body,
  )
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
  document.body.append(dialog)

  return {
    /**
     * @param {Evidence} evidence
     * @param {{ start: number, end: number }} part of the evidence's text
     */
    show: async (evidence, part) => {
      if (evidence.page === undefined) return
      const { hash, start } = evidence.page
      title.textContent = (evidence.title ?? say('source.untitled')).replaceAll(' > ', ' › ')
      proof.textContent = say('page.loading')
      fill(body)
      dialog.showModal()
      try {
        const page = await api.page(hash)
        const [from, to] = [start + part.start, start + part.end]
        const isThere = page.text.slice(from, to) === evidence.text.slice(part.start, part.end)
        const mark = h('mark', {}, page.text.slice(from, to))
        if (isThere) fill(body, page.text.slice(0, from), mark, page.text.slice(to))
        else fill(body, page.text)
        mark.scrollIntoView({ block: 'center' })
        const checked = await isHashOf(page.text, hash)
        proof.textContent = `${shortUrl(page.url)} · ${proofOf(checked, isThere)} · sha256 ${hash.slice(0, 12)}…`
      } catch (error) {
        proof.textContent = say('page.failed', {
          why: error instanceof Error ? error.message : '',
        })
      }
    },
  }
}

/**
 * @param {boolean | undefined} isSame
 * @param {boolean} isThere
 */
const proofOf = (isSame, isThere) => {
  if (isSame === false) return say('page.changed')
  if (!isThere) return say('page.misplaced')
  return say(isSame ? 'page.verified' : 'page.inPlace')
}

/**
 * Undefined where the browser can't tell: it hashes on secure origins only.
 * @param {string} text
 * @param {string} hash sha256, in hex
 */
const isHashOf = async (text, hash) => {
  if (globalThis.crypto.subtle === undefined) return undefined
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex === hash
}
