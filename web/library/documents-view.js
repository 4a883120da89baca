/** What is indexed: added, listed, deleted; and how far the reading of files has come. */
import { api } from '../service/api.js'
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { collectionName, timeAgo } from '../ground/labels.js'
import { say } from '../ground/say.js'

/** @import { DocumentSummary } from '../service/api.js' */
/** @import { Upload } from './uploads.js' */

/**
 * @param {{ uploads: { all: () => readonly Upload[], add: (files: Iterable<File>) => void },
 *   onChange: () => void, onFailure: (error: unknown) => void, indexing: () => string }} deps
 */
export const createDocumentsView = ({ uploads, onChange, onFailure, indexing }) => {
  const input = h('input', { type: 'file', multiple: true, id: 'more-files', class: 'hidden-text' })
  input.addEventListener('change', () => {
    uploads.add(input.files ?? [])
    input.value = ''
  })
  const state = h('p', { class: 'hint', role: 'status' })
  const coming = h('ul', { class: 'uploads' })
  const list = h('ul', { class: 'documents' })
  const more = h(
    'button',
    { type: 'button', class: 'link', onclick: () => void load(false) },
    say('dialogues.more'),
  )
  const element = h(
    'div',
    {},
    h(
      'div',
      { class: 'drop-target' },
      input,
      h('label', { for: 'more-files' }, icon('upload'), say('welcome.files')),
    ),
    state,
    coming,
    list,
    more,
  )
  /** @type {readonly DocumentSummary[]} */
  let documents = []
  let total = 0
  let drawn = ''

  const load = async (isAnew = true) => {
    try {
      const found = await api.documents(isAnew ? 0 : documents.length)
      documents = isAnew ? found.documents : [...documents, ...found.documents]
      total = found.total
      draw()
    } catch (error) {
      onFailure(error)
    }
  }
  const remove = async (/** @type {DocumentSummary} */ { id }) => {
    await api.deleteDocument(id).catch(onFailure)
    await load()
    onChange()
  }
  const draw = () => {
    state.textContent = [say('documents.count', { count: total }), indexing()]
      .filter(Boolean)
      .join(' · ')
    fill(coming, ...uploads.all().map(uploadRow))
    // The row that takes the place of one that is gone has its focus, too.
    const buttons = () => [...list.querySelectorAll('button')]
    const at = buttons().findIndex((one) => one === document.activeElement)
    fill(list, ...documents.map((one) => documentRow(one, () => void remove(one))))
    if (at >= 0) (buttons().at(Math.min(at, documents.length - 1)) ?? input).focus()
    more.hidden = documents.length >= total
  }
  return {
    element,
    show: () => {
      draw()
      void load()
    },
    /** Where somebody looks, and there is something new. */
    update: () => {
      const key = JSON.stringify([uploads.all(), indexing()])
      if (key === drawn || !element.isConnected) return
      drawn = key
      draw()
    },
  }
}

/** @type {Readonly<Record<Upload['state'], import('../ground/say.js').Word>>} */
const STATES = {
  waiting: 'upload.waiting',
  reading: 'upload.reading',
  done: 'upload.done',
  failed: 'upload.failed',
}

/** @param {Upload} upload */
const uploadRow = ({ name, state, detail = '' }) =>
  h(
    'li',
    { class: state },
    h('span', { class: 'document-name', dir: 'auto' }, name),
    h(
      'span',
      { class: 'document-about' },
      say(STATES[state], { detail, count: Number(detail) || 0 }),
    ),
  )

/**
 * @param {DocumentSummary} document
 * @param {() => void} onDelete
 */
const documentRow = ({ name, title, collection, passages, addedAt }, onDelete) => {
  const label = say('document.delete', { name })
  return h(
    'li',
    {},
    icon('file'),
    h(
      'div',
      { class: 'document-text' },
      h('span', { class: 'document-name', dir: 'auto' }, title),
      h(
        'span',
        { class: 'document-about' },
        [
          title === name ? '' : name,
          collectionName(collection),
          say('document.passages', { count: passages }),
          timeAgo(addedAt, Date.now()),
        ]
          .filter(Boolean)
          .join(' · '),
      ),
    ),
    h(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': label, title: label, onclick: onDelete },
      icon('trash'),
    ),
  )
}
