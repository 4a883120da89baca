import { Presets, SingleBar } from 'cli-progress'
import type { IndexProgress } from '../search/files/index-paths.ts'

// What takes less is not worth a bar.
const QUIET_MS = 400

/** A bar with files, rate and time left, on a terminal alone. */
export const showIndexing = (
  stream: NodeJS.WriteStream,
): { readonly update: (progress: IndexProgress) => void; readonly end: () => void } => {
  const started = performance.now()
  const bar = new SingleBar(
    {
      stream,
      format: 'indexing {bar} {value}/{total} files, {passages} passages, {rate}/s, {left} left',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      linewrap: null,
    },
    Presets.shades_classic,
  )
  return {
    update: ({ done, total, passages, rate, etaMs }) => {
      if (!stream.isTTY || performance.now() - started < QUIET_MS) return
      const fields = { passages, rate: Math.round(rate), left: inWords(etaMs) }
      if (!bar.isActive) bar.start(total, done, fields)
      bar.update(done, fields)
    },
    end: () => bar.stop(),
  }
}

const inWords = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
