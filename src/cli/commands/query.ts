import type { Command } from 'commander'
import { dialogueRowSchema } from '../jsonl/dialogue-row.ts'
import { eachRow } from '../jsonl/each-row.ts'
import { rowsCommand } from '../jsonl/rows-command.ts'
import { LANGUAGE_MODEL_SETTINGS } from '../settings.ts'

export const queryCommand = (): Command =>
  rowsCommand({
    name: 'query',
    shape: ['dialogue', 'queries'],
    settings: ['models', 'device', 'threads', ...LANGUAGE_MODEL_SETTINGS],
    parts: ['language-model'],
    schema: dialogueRowSchema,
    task: ({ agent }, signal) => ({
      chunk: 1,
      atOnce: 4,
      answer: eachRow(async ({ dialogue }) => ({
        queries: await agent.writeQueries(dialogue, signal),
      })),
    }),
  })
