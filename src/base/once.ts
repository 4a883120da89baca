/** Runs when it is first asked for; a failure is forgotten, so that the next who asks tries again. */
export const once = <Result>(open: () => Promise<Result>): (() => Promise<Result>) => {
  let opened: Promise<Result> | undefined
  return async () => {
    opened ??= open()
    try {
      return await opened
    } catch (error) {
      opened = undefined
      throw error
    }
  }
}
