import t from 'tap'
import { turnsOfRecord } from '../../web/conversation/read-record.js'
import { applyFrame, isOver, startTurn } from '../../web/conversation/turn-state.js'
import type { TurnEvent } from '../../src/spec/turn-event.ts'
import { replyOf } from '../helpers/fake-services.ts'

const place = { dialogueId: 'd', turnId: 't' }
const after = (events: readonly TurnEvent[]) =>
  events.reduce((turn, event) => applyFrame(turn, { ...event, ...place }), startTurn('Why?', 'c'))
const { scorecard } = replyOf(place, '')
const result = { url: 'u', title: 'T', text: 'x', source: 'local' }

void t.test('a turn goes through its phases', (t) => {
  const events: TurnEvent[] = [
    { type: 'turn-start', clientTurnId: 'c' },
    { type: 'decision', factSeeking: 0.9, search: true },
    { type: 'search-query', text: 'q' },
    { type: 'search-results', results: [result] },
    { type: 'page', url: 'u', status: 'ok' },
    { type: 'candidate', index: 1, withEvidence: true },
    { type: 'candidate', index: 0, withEvidence: false },
    { type: 'score', index: 0, scorecard },
    { type: 'reply-delta', text: 'Be' },
    { type: 'reply-delta', text: 'cause.' },
    { type: 'turn-end', reply: replyOf(place, 'Because.') },
  ]
  t.strictSame(
    events.map((_, i) => after(events.slice(0, i + 1)).phase),
    'deciding searching searching searching writing writing writing scoring replying replying done'.split(
      ' ',
    ),
  )
  t.equal(after(events.slice(0, -1)).replyText, 'Because.')
  const lanes = after(events.slice(0, -1)).lanes
  t.strictSame(lanes, [
    { index: 0, withEvidence: false, scorecard },
    { index: 1, withEvidence: true },
  ])
  t.end()
})

void t.test('a page that two queries find is listed once', (t) => {
  const found: TurnEvent = { type: 'search-results', results: [result, { ...result, text: 'y' }] }
  t.equal(after([found, found]).results.length, 1)
  t.end()
})

void t.test('a second start begins anew', (t) => {
  const turn = after([
    { type: 'turn-start' },
    { type: 'reply-delta', text: 'old' },
    { type: 'turn-start' },
  ])
  t.strictSame(turn, { ...startTurn('Why?', 'c'), phase: 'deciding', turnId: 't' })
  t.end()
})

void t.test('an error ends the turn, and what arrived stays', (t) => {
  const turn = after([
    { type: 'decision', factSeeking: 0.5, search: false },
    { type: 'error', code: 'ABORTED', message: 'The turn was stopped.' },
  ])
  t.ok(isOver(turn))
  t.match(turn, { factSeeking: 0.5, error: { code: 'ABORTED' } })
  t.end()
})

void t.test('a record becomes turns; of attempts at one turn the last is kept', (t) => {
  const asked = { participant: 'user' as const, createdAt: '', clientTurnId: 'c' }
  const failed = { ...asked, turnId: 'a', text: 'Why?', status: 'failed' as const }
  const answered = { ...asked, turnId: 't', text: 'Why?', status: 'answered' as const }
  const answer = { participant: 'agent' as const, ...replyOf(place, 'Because.') }
  const { turns, lost } = turnsOfRecord({ turns: [failed, answered, answer] }, 'c')
  t.match(turns, [{ phase: 'done', replyText: 'Because.', turnId: 't' }])
  t.notOk(lost)
  t.end()
})

void t.test('what this tab had asked and lost is left out, to be asked again', (t) => {
  const asked = { participant: 'user' as const, createdAt: '', text: 'Why?', turnId: 'a' }
  const failed = { ...asked, clientTurnId: 'c', status: 'failed' as const }
  t.strictSame(turnsOfRecord({ turns: [failed] }, 'c'), { turns: [], lost: true, isRunning: false })
  t.match(turnsOfRecord({ turns: [failed] }, 'other').turns, [{ phase: 'failed' }])
  const running = { ...failed, status: 'running' as const }
  t.match(turnsOfRecord({ turns: [running] }), { isRunning: true, turns: [{ phase: 'sent' }] })
  t.end()
})
