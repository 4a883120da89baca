/** Files that are dropped anywhere on the page become documents, instead of leaving the page. */
import { h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'

/** @param {(files: FileList) => void} onFiles */
export const watchDrops = (onFiles) => {
  const veil = h('div', { class: 'drop-veil' }, icon('upload'), say('drop.here'))
  veil.hidden = true
  document.body.append(veil)
  // Entering a child is told before leaving its parent.
  let depth = 0
  const hasFiles = (/** @type {DragEvent} */ { dataTransfer }) =>
    dataTransfer?.types.includes('Files') === true
  const show = (/** @type {number} */ change) => {
    depth = Math.max(0, depth + change)
    veil.hidden = depth === 0
  }
  window.addEventListener('dragenter', (event) => hasFiles(event) && show(1))
  window.addEventListener('dragleave', (event) => hasFiles(event) && show(-1))
  window.addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault()
  })
  window.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    show(-depth)
    const files = event.dataTransfer?.files
    if (files && files.length > 0) onFiles(files)
  })
}
