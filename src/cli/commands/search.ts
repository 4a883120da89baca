import type { Command } from 'commander'
import { z } from 'zod'
import { textSchema } from '../../spec/turn.ts'
import { indexFirst } from '../index-first.ts'
import { eachRow } from '../jsonl/each-row.ts'
import { rowsCommand } from '../jsonl/rows-command.ts'

const searchRowSchema = z.strictObject({
  query: textSchema,
  k: z.number().int().min(1).max(100).default(5),
})

export const searchCommand = (): Command =>
  rowsCommand({
    name: 'search',
    shape: ['query, k?', 'results'],
    settings: ['data', 'documents', 'models', 'device', 'threads'],
    parts: ['index'],
    schema: searchRowSchema,
    adjust: (config) => ({ ...config, wikipedia: 'off' }),
    task: ({ documents }, signal, config) => {
      const indexed = indexFirst(documents, config, signal)
      return {
        chunk: 8,
        atOnce: 2,
        answer: eachRow(async ({ query, k }) => {
          await indexed()
          const hits = await documents.search(query, k, signal)
          return {
            results: hits.map(({ documentId, url, title, text, score }) => ({
              documentId,
              url,
              title,
              text,
              score,
            })),
          }
        }),
      }
    },
  })
