import type { Operation } from './components.ts'
import { BORROWED_OPERATIONS } from './borrowed-operations.ts'
import { DIALOGUE_OPERATIONS } from './dialogue-operations.ts'

const PAGED = ['limit', 'offset']

/** Every call of the service, in the order in which they are read about. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'POST',
    path: '/reply',
    summary:
      'Answers one turn. With "Accept: text/event-stream", its events as they happen (TurnFrame).',
    body: 'ReplyRequest',
    answer: 200,
    gives: 'Reply',
    streams: 'TurnFrame',
  },
  {
    method: 'GET',
    path: '/chat',
    summary: 'The WebSocket: user-turn, stop, resume, feedback, ping in; TurnFrame out.',
    answer: 101,
    query: ['key'],
  },
  ...DIALOGUE_OPERATIONS,
  {
    method: 'GET',
    path: '/rules',
    summary: 'The rules in force, and the named sets of them.',
    answer: 200,
    gives: 'RuleList',
  },
  { method: 'GET', path: '/rules/:id', summary: 'One rule.', answer: 200, gives: 'Rule' },
  {
    method: 'PUT',
    path: '/rules/:id',
    summary: 'Adds or replaces a rule; it holds from the next turn on.',
    body: 'NewRule',
    answer: 200,
    gives: 'Rule',
  },
  { method: 'DELETE', path: '/rules/:id', summary: 'Takes a rule out of force.', answer: 204 },
  {
    method: 'POST',
    path: '/documents',
    summary:
      'Indexes a document: JSON { text, name?, title?, url?, mediaType?, collection?, tags?, published? }, or the file itself as the body (text, Markdown, HTML, PDF; up to 20 MiB) with ?name=.',
    body: 'document',
    answer: 201,
    gives: 'Document',
    query: ['name', 'title', 'url', 'collection', 'tags', 'published'],
  },
  {
    method: 'GET',
    path: '/documents',
    summary: 'What is indexed, newest first.',
    answer: 200,
    gives: 'DocumentList',
    query: [...PAGED, 'collection'],
  },
  { method: 'DELETE', path: '/documents/:id', summary: 'Removes a document.', answer: 204 },
  {
    method: 'GET',
    path: '/pages/:hash',
    summary:
      'The snapshot of a page that a citation points into; for browsers as HTML, with quote=start-end marked.',
    answer: 200,
    gives: 'Page',
    isShown: true,
    query: ['quote'],
  },
  {
    method: 'POST',
    path: '/score',
    summary: 'Scores given replies: preference, rules, support.',
    body: 'ScoreRequest',
    answer: 200,
    gives: 'ScoreAnswer',
  },
  {
    method: 'POST',
    path: '/search',
    summary: 'The best passages of your documents, or of the sources that are named.',
    body: 'SearchRequest',
    answer: 200,
    gives: 'SearchAnswer',
  },
  {
    method: 'POST',
    path: '/probes',
    summary:
      'Tries to make the agent break its rules, in the background: { rules?, budget?, seed? }.',
    body: 'ProbeRequest',
    answer: 202,
    gives: 'ProbeRun',
  },
  {
    method: 'GET',
    path: '/probes/:id',
    summary: 'How far a probing run is, and its report when it is done.',
    answer: 200,
    gives: 'ProbeRun',
  },
  ...BORROWED_OPERATIONS,
  {
    method: 'POST',
    path: '/mcp',
    summary:
      'The Model Context Protocol over streamable HTTP, without sessions: tools ask, search, fetch, check.',
    body: 'object',
    answer: 200,
    gives: 'JsonRpc',
    fails: 'McpError',
    streams: 'JsonRpc',
  },
  {
    method: 'GET',
    path: '/welcome',
    summary: 'What can be asked about, and questions to begin with that a dry run has answered.',
    answer: 200,
    gives: 'Welcome',
  },
  {
    method: 'GET',
    path: '/health',
    summary: 'Version, models, device, evidence sources, the store.',
    answer: 200,
    gives: 'Health',
  },
  {
    method: 'GET',
    path: '/ready',
    summary: '503 while turns can not be answered or stored.',
    answer: 200,
    gives: 'Health',
  },
  {
    method: 'GET',
    path: '/metrics',
    summary: 'Figures for Prometheus.',
    answer: 200,
    gives: 'text',
  },
  {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description, for programs.',
    answer: 200,
    gives: 'object',
  },
  {
    method: 'GET',
    path: '/docs',
    summary: 'This description, for people.',
    answer: 200,
    gives: 'html',
  },
]
