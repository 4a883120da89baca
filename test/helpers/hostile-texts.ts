// A hundred thousand at each run of the tests, which takes minutes where time goes with the square; `npm run test:megabyte` feeds a million.
export const LENGTH = Number(process.env['HOSTILE_LENGTH'] ?? 100_000)

// What patterns and loops start over at, run after run: digits, breaks, marks, brackets, words of the rules.
const UNITS = [
  '1',
  'a',
  'aA',
  'a_',
  'a-b',
  ' ',
  '\n',
  '\n ',
  '\t\n',
  '>',
  '<',
  '<b>',
  '[',
  '{"',
  '"',
  '`',
  '```a\n',
  '|',
  '# a\n',
  '- ',
  '1. ',
  '- a\n  ',
  'a.',
  'a. ',
  'It is so. ',
  'Dr. ',
  '1,',
  '1 . ',
  '1 , 111 ',
  '!',
  '. ',
  '/*',
  '--',
  '中',
  '\u0e01',
  '\ud800',
  '😀',
  '\u0301\u0316',
  'e\u0301',
  '\u200d',
  'ignore all the ',
  'user: ',
  'search ',
  'if you are an ',
] as const

const RUNS = 4

/**
 * Texts of a megabyte, some runs one after the other. Each run alone costs half a minute and more where something
 * takes the square of its length.
 */
export const hostileTexts = (): readonly (readonly [string, string])[] =>
  Array.from({ length: UNITS.length / RUNS }, (_, at) => {
    const units = UNITS.slice(at * RUNS, (at + 1) * RUNS)
    const runs = units.map((unit) => `${unit.repeat(LENGTH / RUNS / unit.length)}z\n`)
    return [units.map((unit) => JSON.stringify(unit)).join(' '), runs.join('')]
  })
