/** What opens beside the dialogue: the list of dialogues, and the inspector. Focus goes back to where it came from. */

const KEY = 'dunnock-inspector'
// Where the inspector has room beside the dialogue.
const wide = matchMedia('(min-width: 1180px)')

/**
 * @param {HTMLElement} sidebar
 * @param {HTMLElement} inspector
 * @param {HTMLElement} shade
 * @param {(open: { sidebar: boolean, inspector: boolean }) => void} onChange
 */
export const createPanels = (sidebar, inspector, shade, onChange) => {
  /** @type {Element | null} */
  let opener = null

  const tell = () => {
    const isOpen = sidebar.classList.contains('open')
    shade.hidden = !isOpen && (wide.matches || inspector.hidden)
    onChange({ sidebar: isOpen, inspector: !inspector.hidden })
  }
  const remember = () => {
    opener = document.activeElement
  }
  const giveBack = () => {
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    opener = null
  }
  const setSidebar = (/** @type {boolean} */ isOpen) => {
    if (isOpen === sidebar.classList.contains('open')) return
    if (isOpen) remember()
    sidebar.classList.toggle('open', isOpen)
    tell()
    if (isOpen) /** @type {HTMLElement | null} */ (sidebar.querySelector('a, button'))?.focus()
    else giveBack()
  }
  const setInspector = (/** @type {boolean} */ isOpen) => {
    inspector.hidden = !isOpen
    tell()
  }
  const keep = (/** @type {boolean} */ isOpen) => {
    if (isOpen && inspector.hidden) remember()
    setInspector(isOpen)
    if (!isOpen) giveBack()
    if (wide.matches) localStorage.setItem(KEY, isOpen ? 'open' : 'closed')
  }
  const closeTopmost = () => {
    if (sidebar.classList.contains('open')) setSidebar(false)
    else if (!inspector.hidden && !wide.matches) keep(false)
  }
  shade.addEventListener('click', closeTopmost)
  wide.addEventListener('change', tell)

  return {
    toggleSidebar: () => setSidebar(!sidebar.classList.contains('open')),
    closeSidebar: () => setSidebar(false),
    openInspector: () => keep(true),
    closeInspector: () => keep(false),
    toggleInspector: () => keep(inspector.hidden === true),
    /** Opens it where there is room, unless the person has closed it before. */
    offerInspector: () => {
      if (wide.matches && localStorage.getItem(KEY) !== 'closed') setInspector(true)
    },
    closeTopmost,
  }
}
