import type { Command } from 'commander'
import { replyRequestSchema, type ReplyRequest } from '../../spec/reply.ts'
import { answerRows } from '../answer-rows.ts'
import { indexFirst } from '../index-first.ts'
import { eachRow } from '../jsonl/each-row.ts'
import { rowsCommand } from '../jsonl/rows-command.ts'
import { TURN_SETTINGS } from '../settings.ts'

export const replyCommand = (): Command =>
  rowsCommand({
    name: 'reply',
    shape: [
      'text or dialogue, dialogueId?, evidence?, search?, candidates?, rules?, seed?, include?',
      'text, citations, evidence, scorecard, … (the Reply of POST /reply)',
    ],
    settings: TURN_SETTINGS,
    parts: ['language-model', 'reward', 'reader', 'index'],
    schema: replyRequestSchema,
    task: (services, signal, config) => {
      const indexed = indexFirst(services.documents, config, signal)
      const answer = answerRows(services, config, signal)
      return {
        chunk: 1,
        atOnce: AT_ONCE,
        answer: eachRow(async (request: ReplyRequest) => {
          if (request.evidence === undefined && request.search !== 'never') await indexed()
          return answer.reply(request)
        }),
        close: () => answer.close(),
      }
    },
  })

// While one is sampled, another is searched for and scored.
const AT_ONCE = 2
