import { randomUUID } from 'node:crypto'
import { AppError } from '../../spec/errors.ts'
import type { Rule } from '../../spec/rule.ts'
import type { Dialogue, Turn } from '../../spec/turn.ts'
import type { StoredDialogue } from '../../store/store.ts'
import { LiveTurn } from './live-turn.ts'
import { numberInMemory } from './number-in-memory.ts'
import { runTurn } from './run-turn.ts'
import type { StartedTurn, TurnDeps, TurnInput } from './turn-service.ts'

/** Lets turns in while there is room, and sets them going; `track` gets the end of each. */
export const admitTurns =
  (deps: TurnDeps, live: Map<string, LiveTurn>, track: (over: Promise<void>) => void) =>
  async ({ request, clientTurnId, tenant }: TurnInput): Promise<StartedTurn> => {
    const { text, dialogue: given, dialogueId: known, rules: _, ruleSet, ...options } = request
    if (known !== undefined && live.has(known)) {
      throw new AppError('DIALOGUE_BUSY', 'The dialogue has a turn that is not over yet.')
    }
    if (live.size >= deps.maxTurns) {
      throw new AppError('OVERLOADED', `${live.size} turns are being answered; try again soon.`)
    }
    const stored = known === undefined ? undefined : await findDialogue(deps, known)
    const rules = chooseRules(deps.rules, request, ruleSetOf(stored) ?? tenant?.ruleSet)
    const place = { dialogueId: known ?? randomUUID(), turnId: randomUUID() }
    const sent = clientTurnId === undefined ? {} : { clientTurnId }
    const named = ruleSet === undefined ? {} : { ruleSet }
    if (text !== undefined) await deps.store.startTurn({ ...place, ...sent, ...named, text })
    const dialogue = given ?? [...historyOf(stored), { participant: 'user', text: text ?? '' }]

    const turn = new LiveTurn(place)
    live.set(place.dialogueId, turn)
    const { signal } = turn
    const events = deps.agent.respond({ ...place, ...sent, dialogue, rules, options, signal })
    const lastSeq = stored?.lastSeq ?? 0
    const append: Parameters<typeof runTurn>[2]['append'] =
      text === undefined ? numberInMemory(place) : (event) => deps.store.append(place, event)
    const started = performance.now()
    track(
      runTurn(turn, events, { lastSeq, append, report: deps.report }).then((last) => {
        live.delete(place.dialogueId)
        deps.onTurnEnd?.({ last, ms: performance.now() - started })
      }),
    )
    return { ...place, frames: (reader) => turn.follow(0, reader) }
  }

const findDialogue = async ({ store }: TurnDeps, id: string): Promise<StoredDialogue> => {
  const stored = await store.getDialogue(id)
  if (stored === undefined) throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${id}.`)
  return stored
}

/** Those of the turn itself, else of the set it names, else of the set that was there. */
const chooseRules = (
  book: TurnDeps['rules'],
  { rules, ruleSet }: TurnInput['request'],
  before: string | undefined,
): readonly Rule[] => {
  if (rules !== undefined && ruleSet !== undefined) {
    const message = 'goes without rules: one of the two'
    const details = [{ path: 'ruleSet', message }]
    throw new AppError('INVALID_REQUEST', `ruleSet: ${message}`, { details })
  }
  const wanted = ruleSet ?? before
  return rules !== undefined || wanted === undefined ? book.resolve(rules) : book.resolveSet(wanted)
}

const ruleSetOf = (stored: StoredDialogue | undefined): string | undefined =>
  stored?.turns.findLast((turn) => turn.ruleSet !== undefined)?.ruleSet

/** What was said so far; a turn without an answer is left out, as if it had not been asked. */
const historyOf = (stored: StoredDialogue | undefined): Dialogue =>
  (stored?.turns ?? []).flatMap(({ text, reply }): Turn[] =>
    reply === undefined
      ? []
      : [
          { participant: 'user', text },
          { participant: 'agent', text: reply.text },
        ],
  )
