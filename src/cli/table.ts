import { stripVTControlCharacters } from 'node:util'

/** Columns as wide as their widest cell; numbers to the right. */
export const renderTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string => {
  const widthOf = (cell: string): number => Array.from(stripVTControlCharacters(cell)).length
  const columns = head.map((title, at) => {
    const cells = rows.map((row) => row[at] ?? '')
    const width = Math.max(widthOf(title), ...cells.map(widthOf))
    const isNumber = cells.some((cell) => cell !== '') && cells.every((cell) => NUMBER.test(cell))
    return { width, isNumber }
  })
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ width, isNumber }, at) => {
        const cell = cells[at] ?? ''
        const gap = ' '.repeat(width - widthOf(cell))
        return isNumber ? gap + cell : cell + gap
      })
      .join('  ')
      .trimEnd()
  const rule = columns
    .map(({ width }) => '─'.repeat(width))
    .join('  ')
    .trimEnd()
  return [line(head), rule, ...rows.map(line)].join('\n')
}

const NUMBER = /^(?:-?[\d.,]+( ?%)?|-)?$/
