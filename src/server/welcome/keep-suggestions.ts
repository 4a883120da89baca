import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../../base/write-whole.ts'

const suggestionSchema = z.object({ text: z.string(), documentId: z.string(), title: z.string() })
export type Suggestion = Readonly<z.infer<typeof suggestionSchema>>

const fileSchema = z.object({ by: z.string(), questions: z.array(suggestionSchema).readonly() })

export type KeptSuggestions = {
  /** None where there are none, or where others answered them. */
  read(): Promise<readonly Suggestion[]>
  write(questions: readonly Suggestion[]): Promise<void>
}

/** First questions in `dataDir`, so that a restart need not try them again while the same models answer. */
export const keepSuggestions = (
  dataDir: string,
  models: readonly { readonly id: string }[],
): KeptSuggestions => {
  const by = models.map(({ id }) => id).join(' ')
  const path = join(dataDir, 'welcome.json')
  return {
    read: async () => {
      const text = await readFile(path, 'utf8').catch(() => '{}')
      try {
        const { data } = fileSchema.safeParse(JSON.parse(text))
        return data?.by === by ? data.questions : []
      } catch {
        // They are found anew.
        return []
      }
    },
    write: (questions) => writeWhole(path, JSON.stringify({ by, questions })),
  }
}
