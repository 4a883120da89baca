import { splitStatements } from '../../spec/text/split-statements.ts'

/** A question that a page may answer; whether it does is for a dry run to tell. */
export type Draft = { readonly text: string; readonly shape: 'asked' | 'told' | 'defined' }

// Read of one page, in UTF-16 code units: what it is about stands near its beginning.
const READ = 20_000
const LONGEST_SENTENCE = 260
const MOST = 12

// Subjects that name nothing by themselves.
const POINTING =
  /^(?:this|that|these|those|it|its|they|he|she|we|you|i|there|here|what|which|who|if|when|where|one|note|default|defaults|example|see|some|all|both|each|each of|most|many|other|another|such|an?|the|the (?:following|above|latter|former|same|first|second|result|default|value|only)\b.*)$/iu

// What is defined is a name, and no half of a sentence or word for any thing.
const VAGUE =
  /\b(?:that|of|in|to|for|with|and|or|as|by|on|from|at|given|everything|every|most|your|our|not)\b|(?:property|properties|parameter|argument|option|feature|function|method|object|value|type|thing|way|reason|difference|behaviou?r|step|goal|approach|idea)s?$/iu

const NAME = String.raw`(?:The |An? )?[\p{L}\p{N}_][\p{L}\p{N}_.'’/-]*(?: [\p{L}\p{N}_.'’/-]+){0,4}`
const VERB =
  'defines?|controls?|sets?|returns?|enables?|specifies|determines?|disables?|allows?|creates?|adds?|prevents?|limits?'

/** Questions of a page, those that it asks itself first; at most a dozen, none twice. */
export const draftQuestions = (page: string): readonly Draft[] => {
  const text = page.slice(0, READ)
  const drafts = [...askedIn(text), ...toldIn(text), ...ofOptions(text)]
  const seen = new Set<string>()
  return drafts.filter((draft) => !seen.has(draft.text) && seen.add(draft.text)).slice(0, MOST)
}

/** A heading that is a question, as in lists of frequent ones: by its mark in any language, else by its first word. */
const askedIn = (text: string): readonly Draft[] =>
  [
    ...text.matchAll(/^#{1,6} ([^\n?？؟]{4,90}[?？؟])$/gmu),
    ...text.matchAll(
      /^(?:#{1,6} )?((?:What|How|Why|When|Where|Who|Which|Can|Does|Is|Are) [^\n?]{8,90}\?)$/gmu,
    ),
  ].map(([, question = '']) => ({ text: question, shape: 'asked' }))

type Pattern = {
  readonly is: RegExp
  readonly ask: (...parts: string[]) => string
  readonly shape: Draft['shape']
}

const PATTERNS: readonly Pattern[] = [
  {
    is: new RegExp(
      `^(${NAME}) (?:was|were) (founded|built|opened|established|born|written|invented|created|published|discovered) (?:in|on) `,
      'u',
    ),
    ask: (name, verb) => `When was ${inside(name)} ${verb}?`,
    shape: 'told',
  },
  {
    is: new RegExp(
      `^(${NAME}) (?:was|were) (founded|built|written|invented|created|designed|discovered) by `,
      'u',
    ),
    ask: (name, verb) => `Who ${verb} ${inside(name)}?`,
    shape: 'told',
  },
  {
    is: new RegExp(`^(${NAME}) (open|close|start|begin|end)s (?:at|on) `, 'u'),
    ask: (name, verb) => `When does ${inside(name)} ${verb}?`,
    shape: 'told',
  },
  {
    is: new RegExp(`^(${NAME}) costs `, 'u'),
    ask: (name) => `How much does ${inside(name)} cost?`,
    shape: 'told',
  },
  {
    is: new RegExp(`^(${NAME}) is (?:an?|the|used to) `, 'u'),
    ask: (name) => `What is ${inside(name)}?`,
    shape: 'defined',
  },
]

const toldIn = (text: string): readonly Draft[] =>
  splitStatements(text).flatMap(({ start, end }) => {
    const sentence = text.slice(start, end).replaceAll('`', '')
    if (sentence.length > LONGEST_SENTENCE || sentence.includes('\n')) return []
    for (const { is, ask, shape } of PATTERNS) {
      const [, name = '', ...parts] = is.exec(sentence) ?? []
      const isVague = POINTING.test(name) || (shape === 'defined' && VAGUE.test(name))
      if (name !== '' && !isVague) return [{ text: ask(name, ...parts), shape }]
    }
    return []
  })

/** Reference pages: a heading that is a name, and below it what that does. */
const ofOptions = (text: string): readonly Draft[] =>
  [
    ...text.matchAll(
      new RegExp(
        String.raw`^(?:#{1,6} )?${'`?'}([A-Za-z_][\w.]{4,40})${'`?'}\n(?:[^\n]{0,120}\n){0,4}?(?:It )?(${VERB})\b`,
        'gimu',
      ),
    ),
  ].map(([, name = '', verb = '']) => ({
    text: `What does ${name} ${base(verb)}?`,
    shape: 'defined',
  }))

/** As it stands within a sentence. */
const inside = (name: string): string =>
  name.replace(/^(The|An?) /u, (article) => article.toLowerCase())

const base = (verb: string): string => verb.toLowerCase().replace(/ies$/u, 'y').replace(/s$/u, '')
