import type { Operation } from './components.ts'

const OPERATIONS: readonly Operation[] = [
  {
    method: 'POST',
    path: '/v1/chat/completions',
    summary:
      'Answers a dialogue in the shape of OpenAI’s Chat Completions, with url_citation annotations; with "stream": true, in parts.',
    body: 'ChatCompletionRequest',
    answer: 200,
    gives: 'ChatCompletion',
    streams: 'objects',
  },
  {
    method: 'POST',
    path: '/v1/completions',
    summary: 'Answers a prompt in the shape of OpenAI’s Completions.',
    body: 'CompletionRequest',
    answer: 200,
    gives: 'Completion',
    streams: 'objects',
  },
  {
    method: 'POST',
    path: '/v1/responses',
    summary:
      'Answers a turn in the shape of OpenAI’s Responses, with url_citation annotations; with "stream": true, as events.',
    body: 'ResponsesRequest',
    answer: 200,
    gives: 'Response',
    streams: 'objects',
  },
  {
    method: 'GET',
    path: '/v1/responses/:id',
    summary: 'A stored response.',
    answer: 200,
    gives: 'Response',
  },
  {
    method: 'GET',
    path: '/v1/responses/:id/input_items',
    summary: 'What was asked for it.',
    answer: 200,
    gives: 'InputItems',
  },
  {
    method: 'DELETE',
    path: '/v1/responses/:id',
    summary: 'Deletes its turn; what came before and after stays.',
    answer: 200,
    gives: 'DeletedResponse',
  },
  {
    method: 'POST',
    path: '/v1/messages',
    summary:
      'Answers a dialogue in the shape of Anthropic’s Messages, with char_location citations; with "stream": true, as events.',
    body: 'MessagesRequest',
    answer: 200,
    gives: 'Message',
    streams: 'objects',
  },
  {
    method: 'POST',
    path: '/v1/messages/count_tokens',
    summary: 'Counts the tokens of a request for it.',
    body: 'MessagesRequest',
    answer: 200,
    gives: 'TokenCount',
  },
  {
    method: 'GET',
    path: '/v1/models',
    summary: 'The models of these calls.',
    answer: 200,
    gives: 'ModelList',
  },
  { method: 'GET', path: '/v1/models/:id', summary: 'One of them.', answer: 200, gives: 'Model' },
]

/** The calls in OpenAI's shapes and Anthropic's, whose errors have those too. */
export const BORROWED_OPERATIONS: readonly Operation[] = OPERATIONS.map((operation): Operation => ({
  ...operation,
  fails: operation.path.startsWith('/v1/messages') ? 'AnthropicError' : 'OpenAiError',
}))
