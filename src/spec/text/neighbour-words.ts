import { contentWords } from './content-words.ts'
import { compatible } from './fold-letters.ts'

/**
 * Whether two texts say the same of neighbours: of the battery and of the motor, of the south tower and of the north
 * tower, of Sundays and of Saturdays. A word of the one, which the other lacks and `known` has, stands beside a word
 * that both have; in its place the other has one that the first lacks. Told by words alone.
 */
export const areNeighbours = (one: string, other: string, known: ReadonlySet<string>): boolean => {
  const [own, theirs] = [contentWords(one), contentWords(other)]
  const replaces = (mine: string, instead: string): boolean =>
    mine !== instead &&
    isWord(mine) &&
    isWord(instead) &&
    !theirs.has(mine) &&
    !own.has(instead) &&
    known.has(mine)
  const pairs = pairsOf(other)
  const beside = pairsOf(one).some(([left, right]) =>
    pairs.some(
      ([first, second]) =>
        (right === second && replaces(left, first)) || (left === first && replaces(right, second)),
    ),
  )
  return (
    beside ||
    CLASSES.some((names) => hasOtherName(own, theirs, names)) ||
    OPPOSITES.some((pair) => saysOpposite(own, theirs, pair))
  )
}

// Numbers differ for good reasons, and a word of two letters is mostly none.
const isWord = (word: string): boolean => /^\p{L}{3}/u.test(word)

/** Words that follow each other within a clause, the commonest words left out. */
const pairsOf = (text: string): readonly (readonly [string, string])[] =>
  compatible(text)
    .split(/[.,;:!?()\n|]+/u)
    .flatMap((clause) => {
      const words = [...contentWords(clause)]
      return words.slice(1).map((word, i) => [words[i] ?? '', word] as const)
    })

const CLASSES: readonly ReadonlySet<string>[] = [
  'monday tuesday wednesday thursday friday saturday sunday',
  'january february march april may june july august september october november december',
].map((names) => contentWords(names))

/** The one has a single name of a class, and the other a single other one. */
const hasOtherName = (
  own: ReadonlySet<string>,
  theirs: ReadonlySet<string>,
  names: ReadonlySet<string>,
): boolean => {
  const [mine, ...more] = [...names].filter((name) => own.has(name))
  const given = [...names].filter((name) => theirs.has(name))
  return mine !== undefined && more.length === 0 && given.length === 1 && !theirs.has(mine)
}

const OPPOSITES: readonly (readonly [ReadonlySet<string>, ReadonlySet<string>])[] = [
  ['open opens opened opening', 'close closes closed closing'],
  ['die died dies death', 'born birth'],
  ['start starts started begin begins began', 'end ends ended finish finished'],
  ['minimum least min', 'maximum most max'],
  ['arrive arrives arrival', 'leave leaves depart departs departure'],
  ['first', 'last'],
  ['before', 'after'],
  ['summer', 'winter'],
  ['morning', 'evening'],
].map(([one = '', other = '']) => [contentWords(one), contentWords(other)] as const)

const holdsAny = (words: ReadonlySet<string>, some: ReadonlySet<string>): boolean =>
  [...some].some((word) => words.has(word))

/** The one has a word of a side and none of the other, and the other the reverse. */
const saysOpposite = (
  own: ReadonlySet<string>,
  theirs: ReadonlySet<string>,
  [left, right]: readonly [ReadonlySet<string>, ReadonlySet<string>],
): boolean => {
  const sideOf = (words: ReadonlySet<string>): number =>
    Number(holdsAny(words, left)) - Number(holdsAny(words, right))
  return sideOf(own) * sideOf(theirs) < 0
}
