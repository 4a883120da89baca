import type { Admission } from './admission.ts'
import type { Work } from './work.ts'

/** Does what takes one call from beginning to end. Throws OVERLOADED, ABORTED, and what `act` throws. */
export const withSeat = async <T>(
  admission: Pick<Admission, 'enter'>,
  { caller, ...work }: Work & { readonly caller: string },
  act: () => Promise<T>,
): Promise<T> => {
  const leave = await admission.enter(caller, work)
  try {
    const result = await act()
    leave('done')
    return result
  } catch (error) {
    leave('cut')
    throw error
  }
}
