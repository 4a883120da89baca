import { readFile } from 'node:fs/promises'
import type { Prompt } from '../../src/spec/language-model.ts'
import type { Dialogue } from '../../src/spec/turn.ts'

/** A row of `python -m policy.eval_sets`, whose last turn may be search results. `answers` hold what a right reply says. */
export type PromptRow = {
  readonly set: string
  readonly turns: readonly RowTurn[]
  readonly writes: Prompt['writes']
  readonly answers?: readonly string[]
  /** What a reply that keeps the first turn's instruction begins with, as a regular expression of the whole of it. */
  readonly shape?: string
  /** What a reply that fits holds, as a regular expression. */
  readonly fits?: string
}

type RowTurn = {
  readonly participant: 'user' | 'agent' | 'search-results'
  readonly text?: string
  readonly evidence?: readonly GivenSnippet[]
}
type GivenSnippet = { readonly text: string; readonly title?: string }

export const readRows = async (path: string): Promise<readonly PromptRow[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PromptRow)

export const dialogueOf = ({ turns }: PromptRow): Dialogue =>
  turns.flatMap(({ participant, text }) => (text === undefined ? [] : [{ participant, text }]))

export const snippetsOf = ({ turns }: PromptRow): readonly GivenSnippet[] =>
  turns.at(-1)?.evidence ?? []
