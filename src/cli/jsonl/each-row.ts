import type { Outcome } from './run-rows.ts'

/** For rows that are answered each by itself: a failure is the row's own. */
export const eachRow =
  <Row>(answer: (row: Row) => Promise<object>) =>
  (rows: readonly Row[]): Promise<readonly Outcome[]> =>
    Promise.all(
      rows.map(async (row) => {
        try {
          return { result: await answer(row) }
        } catch (error) {
          return { error }
        }
      }),
    )
