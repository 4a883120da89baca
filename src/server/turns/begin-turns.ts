import { dialogueOf } from '../../store/dialogue-of.ts'
import { randomUUID } from 'node:crypto'
import { AppError } from '../../spec/errors.ts'
import type { TurnEvent, TurnFrame } from '../../spec/turn-event.ts'
import type { StoredDialogue } from '../../store/store.ts'
import type { Place } from '../admission/admission.ts'
import { chooseRules } from './choose-rules.ts'
import { LiveTurn } from './live-turn.ts'
import { runTurn } from './run-turn.ts'
import type { StartedTurn, TurnDeps, TurnInput } from './turn.ts'

/** Frames of a dialogue that is not stored: numbered from 1, kept nowhere. */
const numberInMemory = (place: {
  readonly dialogueId: string
  readonly turnId: string
}): ((event: TurnEvent) => Promise<TurnFrame>) => {
  let seq = 0
  return (event) => {
    seq += 1
    return Promise.resolve({ ...event, ...place, seq })
  }
}

/** Makes a turn of a request that is admitted, and sets it going; `track` gets its end. */
export const beginTurns = (
  deps: TurnDeps,
  live: Map<string, LiveTurn>,
  track: (over: Promise<void>) => void,
) => {
  // Dialogues whose last frame was sent and not kept: its number is given once more.
  const lossy = new Set<string>()
  return async (input: TurnInput): Promise<StartedTurn> => {
    const { request, caller, clientTurnId, tenant, preceding = [], instructions = [] } = input
    const { text, dialogue: given, dialogueId: known, rules: _, ruleSet, ...options } = request
    if (known !== undefined && live.has(known)) {
      throw new AppError('DIALOGUE_BUSY', 'The dialogue has a turn that is not over yet.')
    }
    const stored = known === undefined ? undefined : await findDialogue(deps, known)
    const rules = chooseRules(deps.rules, { request, stored, tenant })
    const place = { dialogueId: known ?? randomUUID(), turnId: randomUUID() }
    const turn = new LiveTurn(place, text === undefined ? 0 : deps.readerGraceMs)
    const seat = deps.admission.queue(caller, workOf(turn))
    const sent = clientTurnId === undefined ? {} : { clientTurnId }
    const named = ruleSet === undefined ? {} : { ruleSet }
    const before = preceding.length === 0 ? {} : { preceding }
    try {
      if (lossy.has(place.dialogueId)) await deps.store.renewEpoch(place.dialogueId)
      lossy.delete(place.dialogueId)
      if (text !== undefined) {
        await deps.store.startTurn({ ...place, ...sent, ...named, ...before, text })
      }
    } catch (error) {
      seat.leave('cut')
      throw error
    }
    const dialogue = given ?? [
      ...instructions,
      ...dialogueOf(stored?.turns ?? []),
      ...preceding,
      { participant: 'user', text: text ?? '' },
    ]

    live.set(place.dialogueId, turn)
    const { signal } = turn
    const asked = { ...place, ...sent, dialogue, rules, options, signal }
    const events = onceSeated(deps.agent.respond(asked), seat, signal)
    const lastSeq = stored?.lastSeq ?? 0
    const append: Parameters<typeof runTurn>[2]['append'] =
      text === undefined ? numberInMemory(place) : (event) => deps.store.append(place, event)
    const started = performance.now()
    const lose = (): unknown => lossy.add(place.dialogueId)
    track(
      runTurn(turn, events, { lastSeq, append, lose, report: deps.report }).then((last) => {
        live.delete(place.dialogueId)
        seat.leave(last.type === 'turn-end' ? 'done' : 'cut')
        deps.onTurnEnd?.({ last, ms: performance.now() - started })
      }),
    )
    return { ...place, frames: (reader) => turn.follow(0, reader) }
  }
}

const workOf = (turn: LiveTurn): Parameters<TurnDeps['admission']['queue']>[1] => ({
  kind: 'turn',
  signal: turn.signal,
  orphan: {
    isOne: () => turn.isOrphan,
    giveWay: () => turn.stop('The caller left, and others were waiting.'),
  },
})

/** The first event, `turn-start`, comes at once, since it takes no work; all others wait for the seat. */
async function* onceSeated(
  events: AsyncIterable<TurnEvent>,
  { seated }: Place,
  signal: AbortSignal,
) {
  for await (const event of events) {
    yield event
    await seated
    signal.throwIfAborted()
  }
}

const findDialogue = async ({ store }: TurnDeps, id: string): Promise<StoredDialogue> => {
  const stored = await store.getDialogue(id)
  if (stored === undefined) throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${id}.`)
  return stored
}
