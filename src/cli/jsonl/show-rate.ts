const EVERY_MS = 250

export type Rate = { readonly count: (failed: boolean) => void; readonly end: () => void }

/** How far a command is, of `total` where that is known, in one line on stderr that is written again and again. */
export const showRate = (visible: boolean, total?: number): Rate => {
  const started = performance.now()
  let rows = 0
  let failures = 0
  let shown = started
  const show = (): void => {
    shown = performance.now()
    const rate = rows / Math.max((shown - started) / 1000, 0.001)
    const faults = failures === 0 ? '' : `, ${failures} with an error`
    const done = total === undefined ? `${rows} rows` : `${rows} of ${total}`
    const left = total === undefined ? '' : `, ${Math.ceil((total - rows) / rate)} s left`
    process.stderr.write(`\r\u001B[K${done}, ${rate.toPrecision(3)}/s${left}${faults}`)
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
