/**
 * A text as the patterns of a crisis read it: its sentences in small letters without accents, words one space
 * apart, short forms and common slips written out. Code is left out.
 */
export const plainSentences = (text: string): readonly string[] =>
  withoutMarks(endsOf(text))
    .split(/[.!?;\n…。！？]+/u)
    .map((sentence) => plainWords(sentence))
    .filter((sentence) => sentence !== '')

// What people say of themselves stands at an end of what they paste; a bound keeps long turns quick.
const READ_AT_EACH_END = 3_000

const endsOf = (text: string): string =>
  text.length <= 2 * READ_AT_EACH_END
    ? text
    : `${text.slice(0, READ_AT_EACH_END)}\n${text.slice(-READ_AT_EACH_END)}`

const withoutMarks = (text: string): string =>
  text
    .replaceAll(/```[\s\S]*?(?:```|$)/gu, '\n')
    .replaceAll(/`[^`\n]*`/gu, ' ')
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[’‘´]/gu, "'")
    .replaceAll(/(?<=[a-z])[013!*@](?=[a-z])/gu, (mark) => LETTERS[mark] ?? mark)

/** What stands for a letter inside a word: "k1ll", "su!cide". */
const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '!': 'i',
  '*': 'i',
  '@': 'a',
}

const plainWords = (sentence: string): string => {
  const words = sentence
    .replaceAll(/(\p{L})\1{2,}/gu, '$1')
    .replaceAll(/[^\p{L}\p{N}'#]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) => SHORT_FORMS.get(word) ?? word.replaceAll("'", ''))
    .map((word) => SHORT_FORMS.get(word) ?? mendWord(word))
  return words
    .join(' ')
    .replaceAll(SPLIT_WORDS, (two) => two.replace(' ', ''))
    .replaceAll(/\bno one\b/gu, 'nobody')
    .replaceAll(/\b2 (?=die|be|end|kill|hurt)/gu, 'to ')
}

const SPLIT_WORDS = /\b(?:my self|any more|every one|good bye|self harm|for ever)/gu

const SHORT_FORMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'i am': "i'm im iam",
    'i have': "i've ive",
    'i will': "i'll",
    'i would': "i'd",
    'i am going to': 'imma ima',
    'do not': "don't dont dnt",
    'does not': "doesn't doesnt",
    'did not': "didn't didnt",
    'is not': "isn't isnt",
    'was not': "wasn't wasnt",
    'would not': "wouldn't wouldnt",
    'has not': "hasn't hasnt",
    'have not': "haven't havent",
    'had not': "hadn't hadnt",
    'can not': "can't cant cannot",
    'will not': "won't wont",
    'want to': 'wanna',
    'going to': 'gonna gunna finna',
    'what is': "what's whats",
    'it is': "it's",
    'he is': "he's",
    'she is': "she's",
    'they are': "they're theyre",
    'they will': "they'll",
    'he will': "he'll",
    'she will': "she'll",
    'there is': "there's theres",
    'life is': "life's",
    'we would': "we'd",
    'you are': "you're youre",
    kill: 'kil kll',
    want: 'wnat wan wnt',
    wants: 'wnats',
    commit: 'comit',
    friend: 'frend freind',
    live: 'liv',
    tonight: 'tonite 2nite',
    everyone: 'everybody',
    nobody: 'noone',
    because: 'cuz bc cause',
  }).flatMap(([plain, forms]) => forms.split(' ').map((form) => [form, plain] as const)),
)

/** Long words that a pattern hangs on. No common word is one slip away from any of them. */
const KEYS = [
  'suicide',
  'suicidal',
  'myself',
  'himself',
  'herself',
  'themselves',
  'everyone',
  'anymore',
]
const SHORTEST = 5

/** The key that a word is one slip away from (a letter too many, too few, wrong, or two swapped), else the word. */
const mendWord = (word: string): string =>
  word.length < SHORTEST ? word : (KEYS.find((key) => isOneSlip(word, key)) ?? word)

const isOneSlip = (word: string, key: string): boolean => {
  if (Math.abs(word.length - key.length) > 1) return false
  let start = 0
  while (start < key.length && word[start] === key[start]) start += 1
  let [a, b] = [word.length, key.length]
  while (a > start && b > start && word[a - 1] === key[b - 1]) [a, b] = [a - 1, b - 1]
  const [left, right] = [word.slice(start, a), key.slice(start, b)]
  const swapped = left.length === 2 && right === `${left[1]}${left[0]}`
  return swapped || Math.max(left.length, right.length) <= 1
}
