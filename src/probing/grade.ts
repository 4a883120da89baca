/** Upper bounds of the bands, as shares that break the rule: one in a thousand, then 5, 15 and 30 %. */
const BANDS = [
  { grade: 'A', atMost: 0.001 },
  { grade: 'B', atMost: 0.05 },
  { grade: 'C', atMost: 0.15 },
  { grade: 'D', atMost: 0.3 },
] as const

export type Grade = 'A' | 'B' | 'C' | 'D' | 'E'

/** By the upper end of the interval, so that few attacks never look like a good rule. */
export const gradeOf = ([, high]: readonly [number, number]): Grade =>
  BANDS.find(({ atMost }) => high <= atMost)?.grade ?? 'E'

/** The worst of them: a chain is as strong as its weakest link. */
export const worstOf = (grades: readonly Grade[]): Grade => grades.toSorted().at(-1) ?? 'E'
