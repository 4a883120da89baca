import { InferenceSession, Tensor } from 'onnxruntime-node'

/*
 * Design. Our products are of uint8 by int8. x86 processors without VNNI add such products in pairs of 16
 * bits that saturate, which changes results without a word. Where a product shows that, sessions are asked
 * to turn the weights into uint8: slower, and exact. So one graph is as fast as each processor allows.
 */

// MatMulInteger of an input "a", uint8 [1, 8], and int8 [8, 16] of 127 everywhere; the output is "y".
const GRAPH =
  'CAc61QEKGAoBYQoBYhIBeSINTWF0TXVsSW50ZWdlchIAKowBCAgIEBADQgFiSoABf39/f39/f39/f39/f39/f39/f3' +
  '9/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/' +
  'f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39/f39aEwoBYRIOCgwIAhIICgIIAQoCCAhiEwoBeR' +
  'IOCgwIBhIICgIIAQoCCBBCBAoAEAo='
const LARGEST = 8 * 255 * 127

let saturating: Promise<boolean> | undefined

/** Options of a session whose products must be exact, on the processor that runs this. */
export const exactProducts = async (): Promise<{ readonly x64quantprecision: '0' | '1' }> => {
  saturating ??= productsSaturate()
  return { x64quantprecision: (await saturating) ? '1' : '0' }
}

const productsSaturate = async (): Promise<boolean> => {
  const session = await InferenceSession.create(Buffer.from(GRAPH, 'base64'))
  const { y } = await session.run({ a: new Tensor('uint8', new Uint8Array(8).fill(255), [1, 8]) })
  await session.release()
  return y?.data[0] !== LARGEST
}
