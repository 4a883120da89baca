import type { Operation } from './components.ts'

/** The calls about what is stored of turns. */
export const DIALOGUE_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/dialogues',
    summary: 'Stored dialogues, last used first; with query, those that contain it.',
    answer: 200,
    gives: 'DialogueList',
    query: ['limit', 'offset', 'query'],
  },
  {
    method: 'POST',
    path: '/dialogues',
    summary:
      'Branches a dialogue: { from, before } gives the id of a new one with the turns of `from` before that turn.',
    body: 'Branch',
    answer: 201,
    gives: 'Named',
  },
  {
    method: 'GET',
    path: '/dialogues/:id',
    summary:
      'A dialogue with its turns, citations, scorecards and feedback; with last, the last turns alone, or the last ones before a turn.',
    answer: 200,
    gives: 'Dialogue',
    query: ['last', 'before'],
  },
  {
    method: 'PATCH',
    path: '/dialogues/:id',
    summary: 'Gives a dialogue another title: { title }.',
    body: 'Title',
    answer: 200,
    gives: 'Titled',
  },
  {
    method: 'DELETE',
    path: '/dialogues/:id',
    summary: 'Deletes a dialogue and all that belongs to it.',
    answer: 204,
  },
  {
    method: 'POST',
    path: '/feedback',
    summary: 'A rating, comparison, rule report or correction of a turn.',
    body: 'Feedback',
    answer: 201,
    gives: 'Named',
  },
  {
    method: 'DELETE',
    path: '/feedback/:id',
    summary: 'Takes feedback back: nothing is learnt from it.',
    answer: 204,
  },
]
