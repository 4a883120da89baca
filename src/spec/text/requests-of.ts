import { slice } from '../span.ts'
import { splitStatements } from './split-statements.ts'

const ASKS_TO =
  /^["“(]?(?:(?:please|now|then|so|and|could you|can you|would you),? ){0,3}(?:advise|answer|check|compare|compose|correct|define|describe|draft|draw|explain|find|give|help|invent|list|make|name|plan|prepare|put|recite|recommend|rewrite|say|show|speak|suggest|summari[sz]e|talk|teach|tell|translate|write)\b/iu
const IS_QUESTION = /\?\W{0,4}$/u
// "Right?" asks for nothing.
const QUESTION_WORDS = 4
const AFTER_COLON = /(?<=:)\s+/u

/** What a turn asks for, word for word, without what is said around it: its questions, and its sentences that begin with a request. */
export const requestsOf = (turn: string): readonly string[] =>
  splitStatements(turn)
    .flatMap((span) => slice(turn, span).split(AFTER_COLON))
    .filter(
      (sentence) =>
        ASKS_TO.test(sentence) ||
        (IS_QUESTION.test(sentence) && sentence.split(/\s+/u).length >= QUESTION_WORDS),
    )
