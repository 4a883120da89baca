import colors from 'picocolors'
import type { TurnEvent } from '../../spec/turn-event.ts'
import { printCitations, printFailures } from './print-citations.ts'
import { printScorecard } from './print-scorecard.ts'
import { createStepLine } from './step-line.ts'

/** Prints a turn as it happens: steps on stderr, the reply word by word on stdout, then its citations. */
export const printTurn = async (
  events: AsyncIterable<TurnEvent>,
  { verbose }: { readonly verbose: boolean },
): Promise<void> => {
  const out = process.stdout
  const steps = createStepLine(process.stderr, verbose)
  let cited = 0
  for await (const event of events) {
    switch (event.type) {
      case 'reply-delta':
        steps.end()
        out.write(event.text)
        break
      case 'citation':
        cited += 1
        out.write(colors.cyan(` [${cited}]`))
        break
      case 'turn-end':
        steps.end()
        out.write('\n')
        printCitations(out, event.reply)
        printFailures(process.stderr, event.reply)
        if (verbose) printScorecard(out, event.reply)
        break
      default:
        steps.show(event)
    }
  }
}
