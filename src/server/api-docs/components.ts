import { z } from 'zod'
import { feedbackSchema } from '../../spec/feedback.ts'
import { replyRequestSchema, replySchema } from '../../spec/reply.ts'
import { ruleSchema } from '../../spec/rule.ts'
import { scoreResultSchema, scoreRowSchema } from '../../spec/score.ts'
import { searchAnswerSchema, searchRequestSchema } from '../../spec/search.ts'
import { turnFrameSchema } from '../../spec/turn-event.ts'
import { ANSWERS } from './answers.ts'
import { messagesRequestSchema } from '../anthropic/messages-request.ts'
import { messageSchema } from '../anthropic/shapes.ts'
import { chatRequestSchema, completionRequestSchema } from '../openai/chat-request.ts'
import { responsesRequestSchema } from '../openai/responses-request.ts'
import { chatCompletionSchema, completionSchema, responseSchema } from '../openai/shapes.ts'

/** The shapes that have a name in the OpenAPI document. */
export const COMPONENTS = {
  ReplyRequest: replyRequestSchema,
  Reply: replySchema,
  TurnFrame: turnFrameSchema,
  Feedback: feedbackSchema,
  Rule: ruleSchema,
  ScoreRow: scoreRowSchema,
  ScoreResult: scoreResultSchema,
  SearchRequest: searchRequestSchema,
  SearchAnswer: searchAnswerSchema,
  ChatCompletionRequest: chatRequestSchema,
  ChatCompletion: chatCompletionSchema,
  CompletionRequest: completionRequestSchema,
  Completion: completionSchema,
  MessagesRequest: messagesRequestSchema,
  Message: messageSchema,
  ResponsesRequest: responsesRequestSchema,
  Response: responseSchema,
  Error: z.object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      requestId: z.string(),
      details: z.unknown().optional(),
    }),
  }),
  ...ANSWERS,
} satisfies Record<string, z.ZodType>

type Shape = keyof typeof COMPONENTS

export type Operation = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As registered, with `:id`. */
  readonly path: string
  readonly summary: string
  readonly body?: Shape | 'document' | 'object'
  readonly answer: number
  readonly gives?: Shape | 'html' | 'text' | 'object'
  /** Whether browsers get HTML in its place. */
  readonly isShown?: boolean
  /** The shape of its errors; left out, our own. */
  readonly fails?: 'OpenAiError' | 'AnthropicError' | 'McpError'
  /** What the data of its event stream holds, where it has one. */
  readonly streams?: Shape | 'objects'
  readonly query?: readonly string[]
}
