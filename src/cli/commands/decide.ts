import type { Command } from 'commander'
import { dialogueRowSchema } from '../jsonl/dialogue-row.ts'
import { eachRow } from '../jsonl/each-row.ts'
import { rowsCommand } from '../jsonl/rows-command.ts'

export const decideCommand = (): Command =>
  rowsCommand({
    name: 'decide',
    shape: ['dialogue', 'factSeeking, kind, search'],
    settings: ['models', 'device', 'threads'],
    parts: ['reward', 'reader'],
    schema: dialogueRowSchema,
    task: ({ agent }, signal) => ({
      // Rows of one call share batches.
      chunk: 32,
      atOnce: 2,
      answer: eachRow(({ dialogue }) => agent.decideSearch(dialogue, signal)),
    }),
  })
