import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { TurnFrame } from '../../spec/turn-event.ts'
import type { Admission } from '../admission/admission.ts'

export type Metrics = {
  readonly contentType: string
  countTurn(turn: { readonly last: TurnFrame; readonly ms: number }): void
  /** The event loop was held for so many milliseconds. */
  countBlock(ms: number): void
  countCall(call: { readonly route: string; readonly status: number; readonly ms: number }): void
  render(): Promise<string>
}

export type MetricsSources = {
  readonly admission: Pick<Admission, 'count'>
  readonly runningTurns: () => number
  readonly sockets: () => number
}

const BLOCK_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30]
const TURN_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120]

/** What Prometheus reads; one registry an app, so that two apps in a process don't mix. */
export const createMetrics = (sources: MetricsSources): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const turns = new Counter({
    name: 'dunnock_turns_total',
    help: 'Turns that are over, by outcome: answered, abstained, or the code of the error',
    labelNames: ['outcome'],
    registers,
  })
  const seconds = new Histogram({
    name: 'dunnock_turn_seconds',
    help: 'Seconds of a turn, by stage; the stage all is the whole turn',
    labelNames: ['stage'],
    buckets: TURN_BUCKETS,
    registers,
  })
  const candidates = new Histogram({
    name: 'dunnock_turn_candidates',
    help: 'Candidates of an answered turn, where the caller asked to see them',
    buckets: [1, 2, 4, 8, 16],
    registers,
  })
  const calls = new Histogram({
    name: 'dunnock_http_seconds',
    help: 'Seconds of a call, by route and status',
    labelNames: ['route', 'status'],
    registers,
  })
  const blocks = new Histogram({
    name: 'dunnock_event_loop_blocked_seconds',
    help: 'Seconds for which the event loop was held, each time that it was for a tenth of one or more',
    buckets: BLOCK_BUCKETS,
    registers,
  })
  const { admission, runningTurns } = sources
  const waiting = (): number => admission.count().waiting
  watch(
    'dunnock_turns_running',
    'Turns that are not over, waiting ones too',
    runningTurns,
    registers,
  )
  watch('dunnock_waiting', 'What waits for a seat', waiting, registers)
  watch('dunnock_sockets', 'Open WebSockets', sources.sockets, registers)
  return {
    contentType: registry.contentType,
    countTurn: ({ last, ms }) => {
      seconds.observe({ stage: 'all' }, ms / 1_000)
      turns.inc({ outcome: outcomeOf(last) })
      if (last.type !== 'turn-end') return
      for (const [stage, stageMs] of Object.entries(last.reply.timings)) {
        seconds.observe({ stage }, stageMs / 1_000)
      }
      if (last.reply.candidates !== undefined) candidates.observe(last.reply.candidates.length)
    },
    countBlock: (ms) => blocks.observe(ms / 1_000),
    countCall: ({ route, status, ms }) => calls.observe({ route, status }, ms / 1_000),
    render: () => registry.metrics(),
  }
}

const watch = (name: string, help: string, read: () => number, registers: Registry[]): void => {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read())
    },
  })
}

const outcomeOf = (last: TurnFrame): string => {
  if (last.type === 'error') return last.code
  return last.type === 'turn-end' && last.reply.abstained ? 'abstained' : 'answered'
}
