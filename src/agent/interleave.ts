/** One list of several: the first of each, then the second of each, and so on, each key once. */
export const interleave = <Item>(
  lists: readonly (readonly Item[])[],
  keyOf: (item: Item) => string,
): readonly Item[] => {
  const longest = Math.max(0, ...lists.map((list) => list.length))
  const ranked = Array.from({ length: longest }, (_, rank) =>
    lists.flatMap((list) => list.slice(rank, rank + 1)),
  )
  const byKey = new Map<string, Item>()
  for (const one of ranked.flat()) if (!byKey.has(keyOf(one))) byKey.set(keyOf(one), one)
  return [...byKey.values()]
}
