import fc from 'fast-check'
import t from 'tap'
import { toHalves, writeFloats } from '../../../src/inference/embedded/half-floats.ts'

const kept = (...floats: readonly number[]): readonly number[] => {
  const target = new Float32Array(floats.length)
  writeFloats(toHalves(Float32Array.from(floats)), target, 0)
  return [...target]
}

void t.test('halves are what the standard says', (t) => {
  const halves = toHalves(
    Float32Array.of(0, -0, 1, -2, 65_504, 1e9, -1e9, 2 ** -24, 2 ** -14, 1 / 3),
  )
  const said = [0, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x7bff, 0xfbff, 1, 0x0400, 0x3555]
  t.strictSame([...halves], said)
  t.end()
})

void t.test('every half is kept as it is, and a float comes back within 11 bits', (t) => {
  const all = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter(
    (i) => (i & 0x7c00) < 0x7c00,
  )
  const floats = new Float32Array(all.length)
  writeFloats(all, floats, 0)
  t.strictSame(toHalves(floats), all)
  fc.assert(
    fc.property(fc.float({ min: -60_000, max: 60_000, noNaN: true }), (float) => {
      const [back = NaN] = kept(float)
      t.ok(Math.abs(back - float) <= Math.max(Math.abs(float) * 2 ** -11, 2 ** -25))
      t.strictSame(kept(back), [back])
    }),
  )
  t.end()
})

void t.test('a part of a larger array is read from its own place', (t) => {
  t.strictSame([...toHalves(Float32Array.of(5, 1, 2).subarray(1))], [0x3c00, 0x4000])
  t.end()
})
