import type { Reply } from '../spec/reply.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import type { Decision, TurnRequest } from './agent.ts'
import type { ChosenReply } from './choose-reply.ts'
import type { CitedReply } from './cite.ts'
import type { Gathered } from './gather-evidence.ts'
import { withoutReading } from './passages/read-passages.ts'
import type { Race } from './sample-and-score.ts'

/** The reply word by word, and each citation as soon as its span is out. */
export function* streamReply({ text, citations }: CitedReply): Generator<TurnEvent> {
  const waiting = citations.toSorted((a, b) => a.end - b.end)
  let sent = 0
  if (text === '') return
  for (const word of text.split(/(?<=\S)(?=\s+\S)/u)) {
    yield { type: 'reply-delta', text: word }
    sent += word.length
    for (let next = waiting[0]; next && next.end <= sent; next = waiting[0]) {
      yield { type: 'citation', citation: next }
      waiting.shift()
    }
  }
}

type ReplyParts = {
  readonly request: TurnRequest
  readonly decision: Decision
  readonly gathered: Gathered
  readonly race: Race
  readonly chosen: ChosenReply
  readonly seed: number
  readonly models: Record<string, string>
  readonly timings: Record<string, number>
}

/** The contract's record of a turn; evidence that nothing cites is left out unless asked for. */
export const composeReply = (parts: ReplyParts): Reply => {
  const { request, gathered, chosen } = parts
  const { ranked, dropped } = parts.race
  const { cited, scorecard } = chosen
  const include = new Set(request.options.include)
  const used = new Set([
    ...cited.citations.map(({ evidenceId }) => evidenceId),
    ...cited.statements.flatMap(({ evidenceId }) => evidenceId ?? []),
    ...chosen.passages.map(({ id }) => id),
  ])
  const shown = gathered.evidence
    .filter(({ id }) => include.has('evidence') || used.has(id))
    .map(withoutReading)
  const candidates = ranked.map(({ text, evidence, scorecard: own }) => ({
    text,
    evidenceIds: evidence.map(({ id }) => id),
    scorecard: own,
  }))
  return {
    dialogueId: request.dialogueId,
    turnId: request.turnId,
    text: cited.text,
    kind: chosen.kind,
    passages: chosen.passages.map(({ id }) => id),
    citations: [...cited.citations],
    evidence: shown,
    searchQueries: [...gathered.queries],
    abstained: cited.abstained,
    factSeeking: parts.decision.factSeeking,
    scorecard,
    ...(include.has('candidates') && { candidates }),
    ...(dropped.turns + dropped.characters > 0 && { dropped }),
    sourceFailures: [...gathered.failures],
    seed: parts.seed,
    models: parts.models,
    timings: parts.timings,
  }
}
