import type { Command } from 'commander'
import { searchRequestSchema } from '../../spec/search.ts'
import { indexFirst } from '../index-first.ts'
import { eachRow } from '../jsonl/each-row.ts'
import { rowsCommand } from '../jsonl/rows-command.ts'

export const searchCommand = (): Command =>
  rowsCommand({
    name: 'search',
    shape: ['query, k?', 'results'],
    settings: ['data', 'documents', 'models', 'device', 'threads'],
    parts: ['index'],
    schema: searchRequestSchema.pick({ query: true, k: true }),
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
