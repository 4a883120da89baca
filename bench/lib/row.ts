/** One measurement. */
export type Row = { readonly name: string; readonly value: number; readonly unit: string }

const NAME_WIDTH = 56
const VALUE_WIDTH = 10

export const printRows = (rows: readonly Row[]): void => {
  for (const { name, value, unit } of rows)
    console.log(`${name.padEnd(NAME_WIDTH)}${value.toFixed(1).padStart(VALUE_WIDTH)} ${unit}`)
}

/** The median, in milliseconds, of `times` runs; one more run before them warms up. */
export const medianTime = async (times: number, run: () => Promise<void>): Promise<number> => {
  const measured: number[] = []
  for (let i = 0; i <= times; i += 1) {
    const start = performance.now()
    await run()
    if (i > 0) measured.push(performance.now() - start)
  }
  return measured.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? NaN
}
