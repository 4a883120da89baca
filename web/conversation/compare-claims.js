/** A statement beside the quote that backs it: what the one says and the other does not. */

/** @import { Citation } from '../../src/spec/citation.ts' */
/** @import { Reply } from '../../src/spec/reply.ts' */

/**
 * What a citation is about.
 * @typedef {object} Cited
 * @property {Citation} citation
 * @property {number} number
 * @property {Reply | undefined} reply once it is there
 * @property {string} statement
 * @property {string} question that the reply answers
 */
/** @typedef {{ readonly start: number, readonly end: number }} Span */
/** @typedef {'number' | 'name' | 'negation' | 'word'} Difference */
/** @typedef {Span & { readonly kind: Difference }} Mark */
/**
 * `how`: the statement stands in the quote word for word; says the same in other words; or differs where
 * a number, a name, a "not" or one word in an otherwise equal sentence makes it another claim.
 * @typedef {{ readonly how: 'verbatim' | 'reworded' | 'differs', readonly statement: readonly Mark[], readonly quote: readonly Mark[] }} Comparison
 */

const WORD =
  /\p{N}+(?:[.,:\u202f\u00a0]\p{N}+)*|[\p{L}\p{M}\p{N}_]+(?:['’.-][\p{L}\p{M}\p{N}_]+)*/gu
const NEGATION =
  /^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|\p{L}+n['’]t|nicht|kein\p{L}*|nie|ne|pas|jamais|nunca|없\p{L}*|않\p{L}*|아니\p{L}*|못\p{L}*)$/iu
const IS_NUMBER = /\p{N}/u
// Words that carry no claim of their own.
const SMALL = new Set(
  'a an and are as at be been by can could did do does for from had has have he her his how i if in into is it its may more of on one or our she should so some such than that the their them then there these they this those to was we were what when where which while who will with would you your also which'.split(
    ' ',
  ),
)
// Sentences that share so many pairs of neighbours say the same, but for the words that they do not share.
const MOSTLY_SAME = 0.5

/**
 * The comparison of a citation: what the question or the source's title names, a quote need not say again.
 * @param {Omit<Cited, 'number'>} cited
 */
export const compareCited = ({ citation: { quote, title = '' }, statement, question, reply }) =>
  compareClaims(statement, quote, [question, title, ...(reply?.searchQueries ?? [])].join('\n'))

/**
 * The citations of a reply whose quotes say something else.
 * @param {Reply} reply
 * @param {string} question
 */
export const differingCitations = (reply, question) =>
  reply.citations.filter((citation) => {
    const statement = reply.text.slice(citation.start, citation.end)
    return compareCited({ citation, statement, question, reply }).how === 'differs'
  })

/**
 * @param {string} statement
 * @param {string} quote
 * @param {string} [about] what both are about
 * @returns {Comparison}
 */
export const compareClaims = (statement, quote, about = '') => {
  const [mine, theirs] = [wordsOf(statement), wordsOf(quote)]
  if (contains(theirs, mine)) return { how: 'verbatim', statement: [], quote: [] }
  const [ours, known] = [new Set(mine.map(({ key }) => key)), new Set(theirs.map(({ key }) => key))]
  const isClose = mine.length > 3 && sharedPairs(mine, theirs) >= MOSTLY_SAME
  const flips = isNegated(mine) !== isNegated(theirs)
  const foreign = theirs.flatMap((word) => markOf(word, ours, { isClose, flips }))
  const given = new Set(wordsOf(about).map(({ key }) => key))
  const isContested = contestedBy(mine, theirs, ours)
  const marked = mine
    .filter((word) => NEGATION.test(word.text) || !given.has(word.key) || isContested(word))
    .flatMap((word) => markOf(word, known, { isClose, flips }))
  const missing = new Set(marked.map(({ kind }) => kind))
  // In the quote, only what stands against something in the statement.
  const against = foreign.filter(({ kind }) => missing.has(kind) || (kind === 'negation' && flips))
  const how = marked.length > 0 || flips ? 'differs' : 'reworded'
  return { how, statement: marked, quote: how === 'differs' ? against : [] }
}

/** @typedef {Span & { readonly text: string, readonly key: string, readonly isFirst: boolean }} Token */

/**
 * @param {string} text
 * @returns {Token[]}
 */
const wordsOf = (text) =>
  [...text.matchAll(WORD)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    text: found,
    key: keyOf(found),
    isFirst: !/[^\s"“'`*_#>\d.)-]/.test(text.slice(lineStart(text, index), index)),
  }))

/**
 * @param {string} text
 * @param {number} at
 */
const lineStart = (text, at) => Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('. ', at)) + 1

/**
 * The same for the forms of a word: numbers without their separators, words without their ending.
 * @param {string} word
 */
const keyOf = (word) => {
  if (/^\p{N}/u.test(word)) return word.replaceAll(/[,\u202f\u00a0]/g, '').replace(/\.$/, '')
  const lower = word
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]s$/, '')
  return lower.length > 4 ? lower.replace(/(?:ies|es|s|ed|ing|e)$/, '') : lower
}

/**
 * @param {Token} word
 * @param {ReadonlySet<string>} known
 * @param {{ isClose: boolean, flips: boolean }} about
 * @returns {Mark[]}
 */
const markOf = ({ start, end, text, key, isFirst }, known, { isClose, flips }) => {
  if (NEGATION.test(text)) return flips ? [{ start, end, kind: 'negation' }] : []
  if (known.has(key) || SMALL.has(key)) return []
  if (IS_NUMBER.test(text)) return [{ start, end, kind: 'number' }]
  if (/^\p{Lu}/u.test(text) && !isFirst) return [{ start, end, kind: 'name' }]
  return isClose ? [{ start, end, kind: 'word' }] : []
}

/**
 * Whether a word that the question names is more than its name: the quote has another one in its place, or,
 * for a number, any other number.
 * @param {readonly Token[]} mine
 * @param {readonly Token[]} theirs
 * @param {ReadonlySet<string>} ours
 * @returns {(word: Token) => boolean}
 */
const contestedBy = (mine, theirs, ours) => {
  const others = theirs.flatMap(({ key, text }, i) =>
    ours.has(key) || SMALL.has(key)
      ? []
      : [{ text, before: theirs[i - 1]?.key, after: theirs[i + 1]?.key }],
  )
  return (word) => {
    if (IS_NUMBER.test(word.text)) return others.some(({ text }) => IS_NUMBER.test(text))
    const at = mine.indexOf(word)
    const [before, after] = [mine[at - 1]?.key, mine[at + 1]?.key]
    return others.some(
      (one) =>
        (before !== undefined && one.before === before) ||
        (after !== undefined && one.after === after),
    )
  }
}

/** @param {readonly Token[]} words */
const isNegated = (words) => words.filter(({ text }) => NEGATION.test(text)).length % 2 === 1

/**
 * How many of the pairs of neighbouring words of one are pairs of the other, as a share.
 * @param {readonly Token[]} words
 * @param {readonly Token[]} others
 */
const sharedPairs = (words, others) => {
  const pairs = (/** @type {readonly Token[]} */ all) =>
    all.slice(1).map(({ key }, i) => `${all[i]?.key} ${key}`)
  const known = new Set(pairs(others))
  const own = pairs(words)
  return own.filter((pair) => known.has(pair)).length / Math.max(1, own.length)
}

/**
 * Whether the words of one stand in the other, in a row.
 * @param {readonly Token[]} outer
 * @param {readonly Token[]} inner
 */
const contains = (outer, inner) => {
  const join = (/** @type {readonly Token[]} */ words) =>
    ` ${words.map(({ text }) => text.toLowerCase()).join(' ')} `
  return inner.length > 0 && join(outer).includes(join(inner))
}
