import { interleave } from '../../src/agent/gather-evidence.ts'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import { writeQueries } from '../../src/agent/write-queries.ts'
import { openDocumentIndex } from '../../src/search/index/document-index.ts'
import type { Encoder } from '../../src/spec/encoder.ts'
import type { LanguageModel } from '../../src/spec/language-model.ts'
import type { Dialogue } from '../../src/spec/turn.ts'
import type { Row } from '../lib/row.ts'
import { readSquad, share, spread } from '../lib/squad.ts'

const FIRST = 5
const REPLY_LENGTH = 160

/**
 * Questions that name their article, asked as a follow-up: after a turn about the article, with "it" in
 * the name's place. How often search finds the right paragraph by the turn as it is, by the last two
 * turns together, and by the queries that the agent writes.
 */
export const measureFollowUps = async (options: {
  readonly encoder: Encoder
  readonly languageModel: LanguageModel
  readonly data: string
  /** Of an index that measureQuality has filled. */
  readonly folder: string
  readonly sample: number
}): Promise<readonly Row[]> => {
  const { encoder, languageModel, data, folder, sample } = options
  const asked = spread(await followUps(data), sample)
  const index = await openDocumentIndex({ dataDir: folder, encoder })
  const known = new Map<string, Promise<readonly string[]>>()
  const namesFor = (query: string): Promise<readonly string[]> => {
    const found = known.get(query) ?? index.search(query, FIRST).then((hits) => hits.map(nameOf))
    known.set(query, found)
    return found
  }
  const nameOf = (hit: { readonly documentId: string }): string =>
    index.get(hit.documentId)?.name ?? ''
  const isFound = async (queries: readonly string[], right: string): Promise<boolean> => {
    const lists = await Promise.all(queries.map(namesFor))
    return interleave(lists, (name) => name)
      .slice(0, FIRST)
      .includes(right)
  }
  const [turn, two, first, all] = [share(), share(), share(), share()]
  for (const { dialogue, name } of asked) {
    const said = dialogue.filter(({ participant }) => participant === 'user')
    const texts = said.map(({ text }) => text)
    const queries = await writeQueries(languageModel, dialogue, DEFAULT_SETTINGS)
    turn.add(await isFound(texts.slice(-1), name))
    two.add(await isFound([texts.join(' ')], name))
    first.add(await isFound(queries.slice(0, 1), name))
    all.add(await isFound(queries, name))
  }
  await index.close()
  const row = (what: string, value: number): Row => ({
    name: `follow-ups: recall@${FIRST} by ${what}`,
    value,
    unit: '',
  })
  return [
    row(`the turn as it is, n = ${asked.length}`, turn.of()),
    row('the last two turns', two.of()),
    row('the query written', first.of()),
    row('both queries of the agent', all.of()),
  ]
}

type FollowUp = { readonly dialogue: Dialogue; readonly name: string }

const followUps = async (path: string): Promise<readonly FollowUp[]> => {
  const { paragraphs, questions } = await readSquad(path)
  const opening = new Map<string, string>()
  for (const { title, text } of paragraphs)
    if (!opening.has(title)) opening.set(title, text.slice(0, REPLY_LENGTH))
  const titleOf = new Map(paragraphs.map(({ name, title }) => [name, title]))
  return questions.flatMap(({ text, name }) => {
    const title = titleOf.get(name) ?? ''
    const leaning = text.replace(`${title}'s`, 'its').replace(title, 'it')
    if (title === '' || leaning === text) return []
    const dialogue: Dialogue = [
      { participant: 'user', text: `Tell me about ${title}.` },
      { participant: 'agent', text: opening.get(title) ?? '' },
      { participant: 'user', text: leaning },
    ]
    return [{ dialogue, name }]
  })
}
