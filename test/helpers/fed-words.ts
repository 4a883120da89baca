import { contentWords } from '../../src/spec/text/content-words.ts'
import { isSettled, isYesNo, withYesOrNo, yesOrNo } from '../../src/agent/passages/yes-or-no.ts'
import { areNeighbours } from '../../src/spec/text/neighbour-words.ts'
import { requestsOf } from '../../src/agent/false-refusal.ts'
import { isOfNeighbour } from '../../src/agent/passages/of-neighbour.ts'
import { hanNumbers } from '../../src/spec/text/han-numbers.ts'
import { misplacedIn } from '../../src/reward/misplaced-values.ts'
import { missingFrom, valuesOf } from '../../src/spec/text/missing-values.ts'
import type { Feed } from './fed-values.ts'

/** What compares the words and values of texts. */
export const FED_WORDS: Readonly<Record<string, Feed>> = {
  'agent/passages/yes-or-no.ts isSettled': (text) => [
    isSettled(`Is it ${text}`, 'Yes. The pool is open.'),
    isSettled('Is the pool open?', `Yes. ${text}`),
  ],
  'agent/passages/yes-or-no.ts isYesNo': isYesNo,
  'agent/passages/yes-or-no.ts yesOrNo': (text) => [
    yesOrNo(`Is it ${text}`, 'The pool is open.'),
    yesOrNo('Is the pool open?', text),
  ],
  'agent/passages/yes-or-no.ts withYesOrNo': (text) => [
    withYesOrNo(`Is it ${text}`, 'The pool is open.'),
    withYesOrNo('Is the pool open?', text),
  ],
  'agent/false-refusal.ts requestsOf': requestsOf,
  'agent/passages/of-neighbour.ts isOfNeighbour': (text) => [
    isOfNeighbour(text, 'It was built in May.', { text: 'It was built in May.' }),
    isOfNeighbour('Was it built in June?', text, { text: 'It was built in May.' }),
    isOfNeighbour('Was it built in June?', 'It was built in May.', { title: text, text }),
  ],
  'spec/text/neighbour-words.ts areNeighbours': (text) => [
    areNeighbours(text, 'The north tower was built in May.', new Set(['south'])),
    areNeighbours('Was the south tower built in June?', text, new Set(['south'])),
  ],
  'spec/text/content-words.ts contentWords': contentWords,
  'spec/text/han-numbers.ts hanNumbers': hanNumbers,
  'spec/text/missing-values.ts valuesOf': valuesOf,
  'spec/text/missing-values.ts missingFrom': (text) => [
    missingFrom(text)('The bodyLimit is 5 in Paris.'),
    missingFrom('The bodyLimit is 5.')(text),
  ],
  'reward/misplaced-values.ts misplacedIn': (text) => [
    misplacedIn(text)('The bodyLimit is 5 in Paris.'),
    misplacedIn('The bodyLimit is 5 in Rome. It was 3 in Paris.')(text),
  ],
}
