/** An id that nobody else has. `crypto.randomUUID` exists on https and localhost alone; this works on any. */
export const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
