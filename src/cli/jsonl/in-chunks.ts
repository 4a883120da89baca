import { setImmediate } from 'node:timers/promises'
import { watched } from '../../base/watched.ts'

const QUIET: unique symbol = Symbol('quiet')

/** Groups of at most `size` items; a group is not waited for when the source has no more for now. */
export async function* inChunks<Item>(
  source: AsyncIterable<Item>,
  size: number,
): AsyncGenerator<readonly Item[]> {
  const items = source[Symbol.asyncIterator]()
  let chunk: Item[] = []
  let next = watched(items.next())
  for (;;) {
    const item = await (chunk.length === 0
      ? next
      : chunk.length >= size
        ? QUIET
        : Promise.race([next, setImmediate(QUIET)]))
    if (item === QUIET) {
      yield chunk
      chunk = []
    } else if (item.done === true) {
      if (chunk.length > 0) yield chunk
      return
    } else {
      chunk.push(item.value)
      next = watched(items.next())
    }
  }
}
