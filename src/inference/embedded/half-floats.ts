const LARGEST = 0x7bff
// Bits of the smallest float32 that is too large, and of the smallest that is no subnormal half.
const TOO_LARGE = 0x477ff000
const NORMAL = 0x38800000
const SUBNORMALS = 2 ** 24

/** Floats in 16 bits (IEEE 754 binary16), rounded to the nearest; what is too large becomes the largest. */
export const toHalves = (floats: Float32Array): Uint16Array => {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length)
  const halves = new Uint16Array(floats.length)
  // Plain loops: a callback for each number takes twenty times as long.
  for (let i = 0; i < halves.length; i += 1) {
    const one = bits[i] ?? 0
    const sign = (one >>> 16) & 0x8000
    const size = one & 0x7fffffff
    if (size >= TOO_LARGE) halves[i] = sign | LARGEST
    else if (size < NORMAL) halves[i] = sign | Math.round(Math.abs(floats[i] ?? 0) * SUBNORMALS)
    else halves[i] = sign | ((size + 0xfff + ((size >>> 13) & 1) - (112 << 23)) >>> 13)
  }
  return halves
}

const valueOf = (half: number): number => {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >>> 10) & 0x1f
  const fraction = half & 0x3ff
  return exponent === 0
    ? (sign * fraction) / SUBNORMALS
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const VALUES = Float32Array.from({ length: 0x10000 }, (_, half) => valueOf(half))

/** Writes the floats from `place` on. */
export const writeFloats = (halves: Uint16Array, target: Float32Array, place: number): void => {
  for (let i = 0; i < halves.length; i += 1) target[place + i] = VALUES[halves[i] ?? 0] ?? 0
}
