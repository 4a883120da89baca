// A rater counts for at most so many times the median rater.
const MOST_MEDIANS = 2

/** What each row counts, 0 to 1: whoever says more than twice as much as the median rater is not heard more for it. */
export const boundRaters = (rows: readonly { readonly rater: string }[]): readonly number[] => {
  const counts = new Map<string, number>()
  for (const { rater } of rows) counts.set(rater, (counts.get(rater) ?? 0) + 1)
  const sorted = [...counts.values()].toSorted((a, b) => a - b)
  // The lower one of two: half of all raters may be strangers.
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
  const most = MOST_MEDIANS * median
  return rows.map(({ rater }) => Math.min(1, most / (counts.get(rater) ?? 1)))
}
