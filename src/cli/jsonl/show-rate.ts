const EVERY_MS = 250

export type Rate = { readonly count: (failed: boolean) => void; readonly end: () => void }

/** How far a command is, in one line on stderr that is written again and again. */
export const showRate = (visible: boolean): Rate => {
  const started = performance.now()
  let rows = 0
  let failures = 0
  let shown = started
  const show = (): void => {
    shown = performance.now()
    const rate = rows / Math.max((shown - started) / 1000, 0.001)
    const faults = failures === 0 ? '' : `, ${failures} with an error`
    process.stderr.write(`\r\u001B[K${rows} rows, ${rate.toPrecision(3)}/s${faults}`)
  }
  return {
    count: (failed) => {
      rows += 1
      if (failed) failures += 1
      if (visible && performance.now() - shown > EVERY_MS) show()
    },
    end: () => {
      if (!visible || rows === 0) return
      show()
      process.stderr.write('\n')
    },
  }
}
