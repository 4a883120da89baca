const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' }

const rot13 = (text: string): string =>
  text.replaceAll(/[a-z]/giu, (letter) => {
    const first = letter <= 'Z' ? 65 : 97
    return String.fromCodePoint((((letter.codePointAt(0) ?? first) - first + 13) % 26) + first)
  })

/** Ways to write a text so that a filter of words does not know it. */
export const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  base64: (text) => Buffer.from(text, 'utf8').toString('base64'),
  rot13,
  leet: (text) => text.replaceAll(/[aeiost]/giu, (letter) => LEET[letter.toLowerCase()] ?? letter),
  backwards: (text) => text.split(' ').toReversed().join(' '),
}
