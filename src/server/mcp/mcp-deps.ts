import type { DocumentIndex } from '../../search/index/document-index.ts'
import type { Reply, ReplyRequest } from '../../spec/reply.ts'
import type { ScoreResult, ScoreRow } from '../../spec/score.ts'
import type { SearchAnswer, SearchRequest } from '../../spec/search.ts'

/** What the tools are made of, whoever calls. */
export type McpDeps = {
  ask(request: ReplyRequest, signal: AbortSignal): Promise<Reply>
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchAnswer>
  score(row: ScoreRow, signal: AbortSignal): Promise<ScoreResult>
  readonly documents: Pick<DocumentIndex, 'get' | 'list' | 'page'>
}
