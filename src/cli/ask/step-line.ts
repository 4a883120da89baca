import colors from 'picocolors'
import type { TurnEvent } from '../../spec/turn-event.ts'

/** What the agent is doing, in words; undefined for what comes on stdout. */
const describeStep = (event: TurnEvent): string | undefined => {
  switch (event.type) {
    case 'decision':
      return `asks for facts: ${event.factSeeking.toFixed(2)}${event.search ? ', searching' : ''}`
    case 'search-query':
      return `query: ${event.text}`
    case 'search-results':
      return `${event.results.length} results`
    case 'page':
      return `page ${event.url}: ${event.status}${event.reason === undefined ? '' : `, ${event.reason}`}`
    case 'candidate':
      return `candidate ${event.index + 1} ${event.withEvidence ? 'with' : 'without'} evidence`
    case 'score':
      return `scored ${event.index + 1}: ${event.scorecard.score.toFixed(3)}`
    default:
      return undefined
  }
}

export type StepLine = { readonly show: (event: TurnEvent) => void; readonly end: () => void }

/** One line that is written again and again on a terminal; all of them, where the caller wants it. */
export const createStepLine = (stream: NodeJS.WriteStream, all: boolean): StepLine => {
  let isShown = false
  const clear = (): void => {
    if (isShown) stream.write('\r\u001B[K')
    isShown = false
  }
  return {
    show: (event) => {
      const step = describeStep(event)
      if (step === undefined) return
      if (all) stream.write(`${colors.dim(step)}\n`)
      else if (stream.isTTY) {
        clear()
        stream.write(colors.dim(step.slice(0, stream.columns - 1)))
        isShown = true
      }
    },
    end: clear,
  }
}
