/** The package's door to the contract, `dunnock/spec`; inside the house, files import each other directly. */
export {
  citationSchema,
  isSound,
  statementSchema,
  type Citation,
  type Statement,
} from './citation.ts'
export { clientFrameSchema, type ClientFrame } from './client-frame.ts'
export { AppError, ERRORS, isAppError, type ErrorCode } from './errors.ts'
export { evidenceSchema, searchResultSchema, type Evidence, type SearchResult } from './evidence.ts'
export { type EvidenceSource, type Found, type SearchEvent } from './evidence-source.ts'
export { type Encoder } from './encoder.ts'
export { feedbackSchema, type Feedback } from './feedback.ts'
export { type Health } from './health.ts'
export { type LanguageModel, type Sample, type SampleRequest } from './language-model.ts'
export { looseFrameSchema, type LooseFrame } from './loose-frame.ts'
export { passageParts, type PassagePart } from './text/passage-parts.ts'
export { type Reader, type Reading, type ReadPassage, type ReplyToJudge } from './reader.ts'
export {
  replyRequestSchema,
  replySchema,
  type Reply,
  type ReplyKind,
  type ReplyRequest,
} from './reply.ts'
export { type Reward, type RewardModel, type RewardRow } from './reward-model.ts'
export { ruleSchema, type Rule } from './rule.ts'
export { scoreResultSchema, scoreRowSchema, type ScoreResult, type ScoreRow } from './score.ts'
export { scorecardSchema, type Scorecard } from './scorecard.ts'
export {
  searchAnswerSchema,
  searchRequestSchema,
  type DocumentFilter,
  type FoundPassage,
  type SearchAnswer,
  type SearchRequest,
} from './search.ts'
export { fromCodePoints, toCodePoints, type Span } from './span.ts'
export { splitStatements } from './text/split-statements.ts'
export { turnSchema, type Dialogue, type Turn } from './turn.ts'
export { turnEventSchema, turnFrameSchema, type TurnEvent, type TurnFrame } from './turn-event.ts'
