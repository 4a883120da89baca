/** A promise whose failure is met when its turn comes; until then it must not count as unhandled. */
export const watched = <Result>(promise: Promise<Result>): Promise<Result> => {
  promise.catch(() => undefined)
  return promise
}
