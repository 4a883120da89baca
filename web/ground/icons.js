/** Line icons of 24 by 24, drawn with the colour of the text around them. */
const PATHS = {
  plus: ['M12 5v14', 'M5 12h14'],
  send: ['M12 19V5', 'M6 11l6-6 6 6'],
  stop: ['M7 7h10v10H7z'],
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  panel: ['M4 5h16v14H4z', 'M14 5v14'],
  trash: ['M5 7h14', 'M10 7V5h4v2', 'M7 7l1 12h8l1-12'],
  up: [
    'M7 11v9H4v-9z',
    'M7 11l4-7c1.5 0 2.4 1 2.1 2.5L12.4 10H18c1.3 0 2.2 1.2 1.9 2.4l-1.5 6A2 2 0 0 1 16.5 20H7',
  ],
  down: [
    'M7 13V4H4v9z',
    'M7 13l4 7c1.5 0 2.4-1 2.1-2.5L12.4 14H18c1.3 0 2.2-1.2 1.9-2.4l-1.5-6A2 2 0 0 0 16.5 4H7',
  ],
  flag: ['M6 21V4', 'M6 5h11l-2 4 2 4H6'],
  pencil: ['M4 20l1-4L16 5l3 3L8 19z', 'M14 7l3 3'],
  copy: ['M9 9h10v11H9z', 'M5 15V4h10'],
  check: ['M5 13l4 4L19 7'],
  search: ['M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14z', 'M16 16l4 4'],
  book: ['M5 5c3-1 5-1 7 1c2-2 4-2 7-1v13c-3-1-5-1-7 1c-2-2-4-2-7-1z', 'M12 6v13'],
  alert: ['M12 4l9 16H3z', 'M12 10v4', 'M12 17v.5'],
  scales: ['M12 4v16', 'M8 20h8', 'M5 7h14', 'M5 7l-2.5 6h5z', 'M19 7l-2.5 6h5z'],
  question: ['M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4', 'M12 17.5v.5'],
  chevron: ['M9 6l6 6-6 6'],
  quote: ['M10 7H5v6h5z', 'M10 13c0 2-1.5 3.5-4 4', 'M19 7h-5v6h5z', 'M19 13c0 2-1.5 3.5-4 4'],
  talk: ['M4 5h16v11H10l-4 4v-4H4z'],
  swap: ['M7 4L3 8l4 4', 'M3 8h14', 'M17 12l4 4-4 4', 'M21 16H7'],
  file: ['M6 3h8l4 4v14H6z', 'M14 3v4h4'],
  upload: ['M12 16V5', 'M7 10l5-5 5 5', 'M5 19h14'],
  download: ['M12 4v11', 'M7 10l5 5 5-5', 'M5 19h14'],
  filter: ['M4 6h16', 'M7 12h10', 'M10 18h4'],
  undo: ['M8 5L4 9l4 4', 'M4 9h10a5 5 0 0 1 0 10h-3'],
  refresh: ['M19 8a8 8 0 1 0 1 6', 'M20 4v5h-5'],
}

const SVG = 'http://www.w3.org/2000/svg'

/**
 * @param {keyof typeof PATHS} name
 * @returns {SVGSVGElement}
 */
export const icon = (name) => {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, 'path')
    path.setAttribute('d', d)
    svg.append(path)
  }
  return svg
}
