import { plainSentences } from './plain-sentences.ts'

// Questions and requests with a matter of their own …
const ASKS =
  /^(?:ok |okay |thanks |thank you |so |anyway |and |but |now |well )*(?:how|what|whats|which|when|where|who|can|could|does|do|is|are|why|will|write|show|tell|explain|translate|list|give|find|convert|play|set|i need|i want to know)\b/u
const LEAST_WORDS = 4

// … unless they still speak of the user, of the one in danger, of the agent, or of means.
const STAYS =
  /\b(?:i am|i feel|i was|me|my|myself|life|live|alive|die|dead|death|kill|pain|hurt|help|alone|talk|care|cares|point|matter|matters|hope|him|her|he|she|them|someone|nobody|everyone|you|your|bridge|bridges|building|buildings|cliff|roof|tall|tallest|height|pills?|tablets?|dose|doses|overdose|drugs?|medicine|medication|mg|poison|poisonous|gun|guns|knife|blade|razor|rope|noose|knot|train|trains|tracks|gas|monoxide|bleach|sleep|blood|of them|should i|hotline|crisis|number|call|hospital|therapist|doctor)\b/u

/** Whether a turn behind talk of a crisis asks about something else, such as a setting. */
export const turnsAway = (text: string): boolean => {
  const sentences = plainSentences(text)
  const asks = sentences.some(
    (sentence) => ASKS.test(sentence) && sentence.split(' ').length >= LEAST_WORDS,
  )
  return asks && !sentences.some((sentence) => STAYS.test(sentence))
}
