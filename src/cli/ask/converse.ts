import { createInterface, type Interface } from 'node:readline'
import colors from 'picocolors'
import { askOnce } from '../../agent/answer-once.ts'
import type { Agent } from '../../agent/agent.ts'
import { isAppError } from '../../spec/errors.ts'
import type { TurnOptions } from '../../spec/reply.ts'
import type { Rule } from '../../spec/rule.ts'
import { textSchema, type Turn } from '../../spec/turn.ts'
import { printTurn } from './print-turn.ts'

export type ConverseOptions = {
  readonly rules: readonly Rule[]
  readonly options: Omit<TurnOptions, 'rules'>
  readonly verbose: boolean
  /** Ends the talk. */
  readonly signal: AbortSignal
}

/** A dialogue over stdin and stdout, a line of the user's being a turn, until /quit or the end of the lines. */
export const converse = async (
  agent: Agent,
  { rules, options, verbose, signal }: ConverseOptions,
): Promise<void> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr, prompt: '> ' })
  signal.addEventListener('abort', () => lines.close())
  let dialogue: readonly Turn[] = []
  const answer = async (text: string): Promise<void> => {
    const asked = [...dialogue, { participant: 'user' as const, text }]
    const turn = stoppable(lines, signal)
    try {
      const request = { dialogue: asked, rules, options, signal: turn.signal }
      const reply = await printTurn(askOnce(agent, request), { verbose })
      dialogue = [...asked, { participant: 'agent', text: reply.text }]
    } catch (error) {
      signal.throwIfAborted()
      if (!turn.signal.aborted && !isAppError(error)) throw error
      const why = turn.signal.aborted ? 'stopped' : error instanceof Error ? error.message : ''
      process.stderr.write(colors.dim(`\n${why}\n`))
    } finally {
      turn.release()
    }
  }
  try {
    lines.prompt()
    for await (const line of lines) {
      const text = line.trim()
      if (text === '/quit') break
      if (text === '/new') dialogue = []
      else if (text.startsWith('/')) process.stderr.write('/new begins anew, /quit ends the talk\n')
      else if (textSchema.safeParse(text).success) await answer(text)
      lines.prompt()
    }
  } finally {
    lines.close()
  }
  signal.throwIfAborted()
}

/** Ctrl-C while a reply is written stops that alone. */
const stoppable = (lines: Interface, signal: AbortSignal) => {
  const stop = new AbortController()
  const onInterrupt = (): void => stop.abort(new Error('stopped'))
  lines.on('SIGINT', onInterrupt)
  return {
    signal: AbortSignal.any([signal, stop.signal]),
    release: () => void lines.off('SIGINT', onInterrupt),
  }
}
