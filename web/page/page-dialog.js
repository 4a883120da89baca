/** The stored snapshot of a page, with the quote in it; checks that the text is the one that was hashed. */
import { api } from '../service/api.js'
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { shortUrl } from '../ground/labels.js'

/** @import { Citation } from '../../src/spec/citation.ts' */
/** @import { Evidence } from '../../src/spec/evidence.ts' */

export const createPageDialog = () => {
  const body = h('div', { class: 'page-text', tabindex: '0', dir: 'auto' })
  const title = h('h2', {})
  const proof = h('p', { class: 'page-proof' })
  const close = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Close' },
    icon('close'),
  )
  const dialog = h(
    'dialog',
    { class: 'page-dialog', 'aria-labelledby': 'page-title' },
    h('header', {}, title, close),
    proof,
    body,
  )
  title.id = 'page-title'
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
  document.body.append(dialog)

  return {
    /**
     * @param {Evidence} evidence
     * @param {Citation} citation
     */
    show: async (evidence, citation) => {
      if (evidence.page === undefined) return
      const { hash, start } = evidence.page
      title.textContent = (evidence.title ?? 'Page').replaceAll(' > ', ' › ')
      proof.textContent = 'Loading the snapshot…'
      fill(body)
      dialog.showModal()
      try {
        const page = await api.page(hash)
        const [from, to] = [start + citation.quoteStart, start + citation.quoteEnd]
        const isThere = page.text.slice(from, to) === citation.quote
        const mark = h('mark', {}, page.text.slice(from, to))
        if (isThere) fill(body, page.text.slice(0, from), mark, page.text.slice(to))
        else fill(body, page.text)
        mark.scrollIntoView({ block: 'center' })
        const checked = await isHashOf(page.text, hash)
        proof.textContent = `${shortUrl(page.url)} · ${proofOf(checked, isThere)} · sha256 ${hash.slice(0, 12)}…`
      } catch (error) {
        proof.textContent = `The snapshot can’t be shown. ${error instanceof Error ? error.message : ''}`
      }
    },
  }
}

/**
 * @param {boolean | undefined} isSame
 * @param {boolean} isThere
 */
const proofOf = (isSame, isThere) => {
  if (isSame === false) return 'the snapshot has changed since it was cited'
  if (!isThere) return 'the quote is not at its place'
  return isSame ? 'quote and snapshot verified in this browser' : 'the quote stands at its place'
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
