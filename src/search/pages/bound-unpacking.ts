/** Bytes that one stream of a document may unpack to. */
const MAX_UNPACKED_BYTES = 128 * 1024 * 1024

/**
 * Makes this thread refuse a larger array of bytes, with a RangeError. A thread's limits of memory leave arrays out,
 * and a PDF's decoders, of which several may be at work one in the other, all write into one array that doubles.
 * The one that does not, the platform's own, is taken away: a PDF is then unpacked without it.
 */
export const boundUnpacking = (): void => {
  globalThis.Uint8Array = new Proxy(Uint8Array, {
    construct: (target, parameters: readonly unknown[], made: NewableFunction) => {
      const [length] = parameters
      if (typeof length === 'number' && length > MAX_UNPACKED_BYTES)
        throw new RangeError(`an array of more than ${MAX_UNPACKED_BYTES} bytes`)
      return Reflect.construct(target, parameters, made) as Uint8Array
    },
  })
  Reflect.deleteProperty(globalThis, 'DecompressionStream')
}
