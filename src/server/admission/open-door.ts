import type { Admission } from './admission.ts'

/** For a process that has one caller, who knows how much to ask for at once. */
export const openDoor: Pick<Admission, 'queue'> = {
  queue: () => ({ seated: Promise.resolve(), leave: () => undefined }),
}
