// Characters that nobody sees but a model reads: they carry smuggled instructions, or reorder text.
const INVISIBLE = new RegExp(
  [
    '[\\u{ad}\\u{34f}\\u{61c}\\u{115f}\\u{1160}\\u{17b4}\\u{17b5}\\u{180b}-\\u{180f}\\u{3164}\\u{ffa0}]',
    '[\\u{200b}\\u{200e}\\u{200f}\\u{202a}-\\u{202e}\\u{2060}-\\u{206f}\\u{feff}\\u{fff9}-\\u{fffb}]',
    '[\\u{fe00}-\\u{fe0e}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]',
  ].join('|'),
  'gu',
)

// Joiners are spelling in Arabic and Indic scripts, and glue in emoji; elsewhere they only hide.
const STRAY_JOINER =
  /(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Kannada}\p{Script=Telugu}\p{Script=Tamil}\p{Script=Sinhala}\p{Script=Khmer}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\p{M}])[\u200c\u200d]|(?<!\p{Extended_Pictographic}|[#*0-9])\ufe0f|[\u200c\u200d](?![\p{L}\p{M}\p{Extended_Pictographic}])/gu

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu

/** Text without invisible characters, with `\n` as its only line break and well-formed Unicode. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replaceAll(CONTROL, '')
    .replaceAll(INVISIBLE, '')
    .replaceAll(STRAY_JOINER, '')
    .replaceAll(/[^\S\n\t]/gu, ' ')

/** Lines without trailing white space, and at most one empty line between two of them. */
export const tidyLines = (text: string): string =>
  text
    .replaceAll(/(?<![^\S\n])[^\S\n]+$/gmu, '')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim()

// What servers of language models read as control tokens, wherever it stands; a space makes it text.
const CONTROL_TOKEN =
  /<(?=[|｜][^<>|｜\s]{1,40}[|｜]>)|(?<=<[|｜][^<>|｜\s]{1,40}[|｜])(?=>)|<(?=<\/?SYS>>)|(?<=\[)(?=\/?(?:INST|AVAILABLE_TOOLS|TOOL_RESULTS|SYSTEM_PROMPT)\])|<(?=(?:start|end)_of_turn>|\/?(?:bos|eos|s)>)/giu

/** Text in which no control token of a language model is left: each is broken by a space. */
export const breakControlTokens = (text: string): string => text.replaceAll(CONTROL_TOKEN, '$& ')
