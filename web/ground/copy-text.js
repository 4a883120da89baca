/**
 * Puts text on the clipboard; false where the browser does not let it. Over http on other hosts than
 * localhost there is no `navigator.clipboard`: there, a selection is copied.
 * @param {string} text
 * @returns {Promise<boolean>}
 */
export const copyText = async (text) => {
  /** @type {{ readonly clipboard?: Clipboard }} */
  const { clipboard } = navigator
  try {
    if (clipboard === undefined) return copySelected(text)
    await clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text)
  }
}

/** @param {string} text */
const copySelected = (text) => {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'hidden-text'
  document.body.append(area)
  area.select()
  const isCopied = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}
