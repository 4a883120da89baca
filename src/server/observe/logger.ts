import { pino, type LevelWithSilent, type Logger } from 'pino'
import { PinoPretty } from 'pino-pretty'

const STDERR = 2

/** Log lines go to stderr: for people where that is a terminal, JSON where it is not. */
export const createLogger = (level: LevelWithSilent, isTerminal: boolean): Logger => {
  const options = { level, base: null }
  if (!isTerminal) return pino(options, pino.destination({ dest: STDERR, sync: true }))
  const ignore = 'pid,hostname,requestId'
  const translateTime = 'SYS:HH:MM:ss'
  const output = { destination: STDERR, sync: true }
  const pretty = PinoPretty({ colorize: true, ignore, translateTime, ...output })
  return pino(options, pretty)
}
