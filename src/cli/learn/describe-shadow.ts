import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { wilson } from '../../probing/statistics/wilson.ts'
import { SHADOW_LOG, type ShadowLine } from '../../server/weights/shadow.ts'
import { renderTable } from '../table.ts'

// Turns that are named, the newest first.
const NAMED = 20

/** How often the shadow's replies differed, and in which turns. */
export const describeShadow = async (folder: string): Promise<string> => {
  const text = await readFile(join(folder, SHADOW_LOG), 'utf8').catch(() => '')
  const lines = text.split('\n').filter(Boolean)
  const turns = lines.map((line) => JSON.parse(line) as ShadowLine)
  const rowOf = (name: string, differs: (line: ShadowLine) => boolean): readonly string[] => {
    const count = turns.filter(differs).length
    const [low, high] = wilson(count, turns.length)
    return [name, `${count} of ${turns.length}`, `${low.toFixed(3)} to ${high.toFixed(3)}`]
  }
  const table = renderTable(
    ['the shadow', 'turns', '95 %'],
    [
      rowOf('said something else', ({ sameText }) => !sameText),
      rowOf('gave another kind of reply', ({ kind, shadowKind }) => kind !== shadowKind),
    ],
  )
  const other = turns.filter(({ sameText }) => !sameText).toReversed()
  const named = other.slice(0, NAMED).map(({ turnId, kind, shadowKind }) => {
    return `${turnId}: ${kind}${kind === shadowKind ? '' : `, the shadow ${shadowKind}`}\n`
  })
  return `${table}\n${named.length === 0 ? '' : `\n${named.join('')}`}`
}
