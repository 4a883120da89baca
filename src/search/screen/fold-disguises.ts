import { compatible } from '../../spec/text/fold-letters.ts'

// Letters of other scripts that look like Latin ones, by what they look like.
const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    a: 'аα',
    b: 'Ьв',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еєε',
    g: 'ɡ',
    h: 'һн',
    i: 'іιı',
    j: 'ј',
    k: 'κк',
    m: 'м',
    n: 'пη',
    o: 'оοօ',
    p: 'рρ',
    q: 'ԛ',
    r: 'гᴦ',
    s: 'ѕ',
    t: 'тτ',
    u: 'υս',
    v: 'ѵν',
    w: 'ԝω',
    x: 'хχ',
    y: 'уγ',
  }).flatMap(([latin, others]) => Array.from(others, (other) => [other, latin])),
)
const DIGITS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}

// Some letters alone, each with the same mark or space behind it: "i g n o r e", "i.g.n.o.r.e".
const SPELT_OUT = /(?<![\p{L}\p{N}])(?:\p{L}[ ._*-]{1,3}){4,}\p{L}(?![\p{L}\p{N}])/gu
const BASE64 = /(?<![\w+/=-])[\w+/-]{24,4000}={0,2}(?![\w+/=-])/gu
const MOST_BLOBS = 8

/**
 * A text and what it may say in disguise: lookalike letters and spelt-out words made plain, digits
 * for letters, and what Base64 in it decodes to. Lower case, in compatible letters.
 */
export const foldDisguises = (text: string): readonly string[] => {
  const plain = foldLetters(text)
  const spelt = plain.replaceAll(SPELT_OUT, (word) => word.replaceAll(/[ ._*-]/gu, ''))
  const digits = plain.replaceAll(/(?<=\p{L})[013457@$]|[013457@$](?=\p{L})/gu, (digit) => {
    return DIGITS[digit] ?? digit
  })
  const blobs = [...text.matchAll(BASE64)].slice(0, MOST_BLOBS).map(([blob]) => decoded(blob))
  return [...new Set([plain, spelt, digits, ...blobs.map(foldLetters)])].filter((one) => one !== '')
}

const foldLetters = (text: string): string =>
  compatible(text)
    .toLowerCase()
    .replaceAll(
      /(?<=[a-z])[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}ıɡ]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}ıɡ](?=[a-z])/gu,
      (letter) => LOOKALIKES[letter] ?? letter,
    )
    .replaceAll(/[’‘]/gu, "'")

/** The text in a blob of Base64; empty where it holds none. */
const decoded = (blob: string): string => {
  const text = Buffer.from(blob, 'base64').toString('utf8')
  return /^[\p{L}\p{N}\p{P}\p{S}\s]{12,}$/u.test(text) && / /u.test(text) ? text : ''
}
