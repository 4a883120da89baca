/** What data that can't be used is called from now on: nothing that may hold data is ever deleted. */
export const setAsideName = (path: string): string =>
  `${path}.set-aside-${new Date().toISOString().replaceAll(/[:.]/gu, '-')}`
