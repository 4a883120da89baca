// No script sets so many marks on a letter; putting longer runs in order takes the square of their length (as in
// the Stream-Safe Text Format of Unicode's Annex 15).
const MOST_MARKS = 30
const MORE_MARKS = new RegExp(`(?<!\\p{M})(\\p{M}{${MOST_MARKS}})\\p{M}+`, 'gu')

/** A text in compatible letters (NFKC): "ﬁ" is "fi", "１" is "1". */
export const compatible = (text: string): string => fewerMarks(text).normalize('NFKC')

/** A text without the marks that are too many to be put in order fast. */
export const fewerMarks = (text: string): string => text.replaceAll(MORE_MARKS, '$1')
