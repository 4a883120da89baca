import type { Dialogue } from '../../spec/turn.ts'
import { ACTS } from './acts.ts'
import { CLOSE_ONES } from './close-ones.ts'
import { FAREWELLS } from './farewells.ts'
import { HARM } from './harm.ts'
import { OTHER_LANGUAGES } from './languages.ts'
import { isFramed, turnsAway } from './other-matters.ts'
import type { CrisisAbout, CrisisPattern } from './pattern.ts'
import { plainSentences } from './plain-sentences.ts'
import { WISHES } from './wishes.ts'

export type CrisisLanguage = 'en' | keyof typeof OTHER_LANGUAGES

/** `again` is true where an earlier turn told of it and this one follows up. */
export type Crisis = {
  readonly about: CrisisAbout
  readonly language: CrisisLanguage
  readonly again: boolean
}

type Reading = Omit<Crisis, 'again'> & { readonly patterns: readonly CrisisPattern[] }

/** In the order in which they are asked: what is said of the user counts before what is said of others. */
const READINGS: readonly Reading[] = [
  { about: 'other', language: 'en', patterns: CLOSE_ONES },
  { about: 'self', language: 'en', patterns: [...WISHES, ...ACTS, ...HARM, ...FAREWELLS] },
  ...(['de', 'fr', 'es', 'ko'] as const).flatMap((language): readonly Reading[] => [
    { about: 'other', language, patterns: OTHER_LANGUAGES[language].other },
    { about: 'self', language, patterns: OTHER_LANGUAGES[language].self },
  ]),
]

/** For how many of the user's turns after it a crisis is still met with care. */
const TURNS_OF_CARE = 3

/** What the last turn of the user tells of a danger to life, itself or as a follow-up; undefined where nothing. */
export const findCrisis = (dialogue: Dialogue): Crisis | undefined => {
  const said = dialogue.flatMap(({ participant, text }) => (participant === 'user' ? [text] : []))
  const last = said.at(-1) ?? ''
  const told = readTurn(last)
  if (told !== undefined) return { ...told, again: false }
  const before = said.slice(-1 - TURNS_OF_CARE, -1).toReversed()
  const earlier = before.findIndex((text) => readTurn(text) !== undefined)
  // Whoever has turned to another matter since has left it, until told anew.
  const since = earlier < 0 ? [] : [last, ...before.slice(0, earlier)]
  const found = readTurn(before[earlier] ?? '')
  return found === undefined || since.some(turnsAway) ? undefined : { ...found, again: true }
}

const readTurn = (text: string): Omit<Crisis, 'again'> | undefined => {
  const sentences = plainSentences(text).filter((sentence) => !isFramed(sentence))
  const found = READINGS.find(({ patterns }) =>
    sentences.some((sentence) => patterns.some(({ find }) => find.test(sentence))),
  )
  return found && { about: found.about, language: found.language }
}
