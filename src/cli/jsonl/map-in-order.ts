import { watched } from '../../base/watched.ts'

/**
 * Works on at most `atOnce` items at a time and gives the results in the order of the items, each as
 * soon as it and those before it are there: a caller who sends one item and waits gets its result.
 */
export async function* mapInOrder<Item, Result>(
  source: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const items = source[Symbol.asyncIterator]()
  const running: Promise<Result>[] = []
  let next: Promise<IteratorResult<Item>> | undefined = watched(items.next())
  for (;;) {
    const oldest = running[0]
    if (next !== undefined && running.length < atOnce) {
      const isFirst = oldest === undefined ? false : await settlesFirst(oldest, next)
      if (!isFirst) {
        const item: IteratorResult<Item> = await next
        next = item.done === true ? undefined : watched(items.next())
        if (item.done !== true) running.push(watched(work(item.value)))
        continue
      }
    }
    if (oldest === undefined) return
    void running.shift()
    yield await oldest
  }
}

const settlesFirst = (one: Promise<unknown>, other: Promise<unknown>): Promise<boolean> =>
  Promise.race([one.then(() => true), other.then(() => false)])
