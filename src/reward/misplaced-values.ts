import { contentWords, coverage } from '../spec/text/content-words.ts'
import { valuesOf } from '../spec/text/missing-values.ts'
import { areNeighbours } from '../spec/text/neighbour-words.ts'
import { statementsOf } from '../spec/text/split-statements.ts'

// Longer evidence is not looked at: what a search brings is shorter, and each statement reads it anew.
const MOST_LENGTH = 4_000
// Of longer evidence, words that stand beside each other tell nothing of neighbours.
const MOST_OF_NEIGHBOURS = 300
// The share of a statement's words that a sentence holds which says the same, among many sentences and among few, and
// which says it of a neighbour.
const SAYS_THE_SAME = 0.75
const SAYS_THE_SAME_OF_FEW = 0.65
const SAYS_IT_OF_A_NEIGHBOUR = 0.5

/**
 * How many numbers and names of a statement belong to something else in the evidence. The sentence that
 * says the same but for the value has another in its place ("Mooring costs 22 euros. Showers cost 2 euros."
 * against "Mooring costs 2 euros."), two values of a sentence have changed places ("opens at 8 and closes at 16"),
 * or, in short evidence, the closest sentence says it of a neighbour.
 */
export const misplacedIn = (evidence: string): ((statement: string) => number) => {
  if (evidence.length > MOST_LENGTH) return () => 0
  const sentences = statementsOf(evidence).map(readSentence)
  const [isShort, known] = [evidence.length <= MOST_OF_NEIGHBOURS, contentWords(evidence)]
  return (statement) => {
    const said = readSentence(statement)
    const changed = Number(sentences.some((one) => hasChangedPlaces(said, one)))
    const least = isShort ? SAYS_THE_SAME_OF_FEW : SAYS_THE_SAME
    const ofKind = (kind: Kind): number => misplaced(said, sentences, kind, least)
    const other = ofKind('numbers') + ofKind('names')
    return Math.max(changed, other, Number(isShort && saysItOfNeighbour(said, sentences, known)))
  }
}

type Kind = 'numbers' | 'names'
type Sentence = ReturnType<typeof valuesOf> & {
  readonly text: string
  readonly words: ReadonlySet<string>
  /** Of each number, the last word before it in its clause. */
  readonly leads: ReadonlyMap<string, string>
}

const readSentence = (text: string): Sentence => ({
  text,
  ...valuesOf(text),
  words: contentWords(text),
  leads: leadsOf(text),
})

const CLAUSE_ENDS = /[,;:()\n]|\b(?:and|or|but|while)\b/iu

const leadsOf = (text: string): ReadonlyMap<string, string> => {
  const leads = new Map<string, string>()
  for (const clause of text.split(CLAUSE_ENDS)) {
    const [number, ...others] = valuesOf(`. ${clause}`).numbers
    const lead = [...contentWords(clause.split(/\d/u)[0] ?? '')].at(-1)
    if (number !== undefined && others.length === 0 && lead !== undefined) leads.set(number, lead)
  }
  return leads
}

const misplaced = (
  said: Sentence,
  sentences: readonly Sentence[],
  kind: Kind,
  least: number,
): number => {
  if (said[kind].size === 0) return 0
  const own = new Set([...said.words].filter((word) => !isValue(said, word)))
  const shares = sentences.map(({ words }) => coverage(own, words))
  const most = Math.max(0, ...shares)
  const closest = sentences[shares.indexOf(most)]
  if (closest === undefined || most < least || own.size < 2) return 0
  const hasOther = [...closest[kind]].some((value) => !said[kind].has(value))
  if (!hasOther) return 0
  // A name may be added for clearness; it is another's only where the closest sentence has that one in its place.
  if (kind === 'names' && !haveNamesAlike(said, closest)) return 0
  // A sentence that has the value and some other word of the statement may be what it rests on.
  const restsOn = ({ words }: Sentence): boolean =>
    [...own].some((word) => words.has(word) && !closest.words.has(word))
  const isElsewhere = (value: string): boolean => {
    const holders = sentences.filter((one) => one[kind].has(value))
    const share = Math.max(0, ...holders.map(({ words }) => coverage(own, words)))
    return holders.length > 0 && share < most && !holders.some(restsOn)
  }
  return [...said[kind]].filter((value) => !closest[kind].has(value) && isElsewhere(value)).length
}

/**
 * A statement that no sentence makes, and that the closest one makes, with all of its numbers, of something else; or
 * one whose numbers stand in sentences about something else alone.
 */
const saysItOfNeighbour = (
  said: Sentence,
  sentences: readonly Sentence[],
  known: ReadonlySet<string>,
): boolean => {
  const all = sentences.map((one) => ({ ...one, share: coverage(said.words, one.words) }))
  const most = Math.max(0, ...all.map(({ share }) => share))
  if (most < SAYS_IT_OF_A_NEIGHBOUR || most === 1) return false
  const holders = all.filter(({ numbers }) => [...said.numbers].every((one) => numbers.has(one)))
  const isOther = ({ text }: Sentence): boolean => areNeighbours(said.text, text, known)
  if (holders.some((one) => one.share === most && isOther(one))) return true
  const isOfOthers = said.numbers.size > 0 && holders.length > 0
  return isOfOthers && holders.every((one) => one.share >= SAYS_IT_OF_A_NEIGHBOUR && isOther(one))
}

const NAME = /(?<!\p{L})\p{Lu}[\p{L}\p{M}]+/gu
// In UTF-16 code units, before a name: a few words.
const BEFORE = 40

const haveNamesAlike = (one: Sentence, other: Sentence): boolean => {
  const leads = leadsOfNames(one.text)
  return [...leadsOfNames(other.text)].some((lead) => leads.has(lead))
}

/** The words that names stand behind: "designed" of "It was designed by Olav". */
const leadsOfNames = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(NAME)].flatMap(
      ({ index }) => [...contentWords(text.slice(Math.max(0, index - BEFORE), index))].at(-1) ?? [],
    ),
  )

const isValue = ({ numbers, names }: Sentence, word: string): boolean =>
  numbers.has(word) || [...names].some((name) => word.startsWith(name) || name.startsWith(word))

const hasChangedPlaces = (said: Sentence, { leads }: Sentence): boolean =>
  [...said.leads].some(([number, lead]) => {
    const other = leads.get(number)
    return (
      other !== undefined &&
      other !== lead &&
      [...said.leads].some(([second, own]) => own === other && leads.get(second) === lead)
    )
  })
