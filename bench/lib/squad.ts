import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const squadSchema = z.object({
  data: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(
        z.object({
          context: z.string(),
          qas: z.array(
            z.object({ question: z.string(), answers: z.array(z.object({ text: z.string() })) }),
          ),
        }),
      ),
    }),
  ),
})

export type Paragraph = { readonly name: string; readonly title: string; readonly text: string }
export type Question = {
  readonly text: string
  readonly name: string
  readonly answers: readonly string[]
}

/** Paragraphs and questions in SQuAD's JSON; a question has the name of its paragraph. */
export const readSquad = async (path: string) => {
  const { data } = squadSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  const paragraphs: Paragraph[] = []
  const questions: Question[] = []
  for (const article of data) {
    const title = article.title.replaceAll('_', ' ')
    for (const { context, qas } of article.paragraphs) {
      const name = `${article.title}/${paragraphs.length}.txt`
      paragraphs.push({ name, title, text: context })
      for (const { question, answers } of qas)
        questions.push({ text: question, name, answers: answers.map(({ text }) => text) })
    }
  }
  return { paragraphs, questions }
}

/** The share of what was added that is true. */
export const share = () => {
  let [yes, all] = [0, 0]
  return {
    add: (is: boolean): void => {
      all += 1
      if (is) yes += 1
    },
    of: (): number => yes / all,
  }
}

/** So many of the items, spread evenly. */
export const spread = <Item>(items: readonly Item[], count: number): readonly Item[] =>
  Array.from({ length: Math.min(count, items.length) }, (_, at) => {
    const item = items[Math.floor((at * items.length) / count)]
    return item === undefined ? [] : [item]
  }).flat()
