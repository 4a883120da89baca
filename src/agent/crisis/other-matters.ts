import { plainSentences } from './plain-sentences.ts'

// Sentences that tell of a game, a work or words, not of anybody here.
const GAMES =
  /\b(?:in|on|of) (?:the |a |this )?(?:games?|minecraft|roblox|skyrim|fortnite|valorant|elden ring|hollow knight|dark souls|sims|gta|rust|lol|league|dota|zelda|hardcore(?: mode)?|raid)\b|\b(?:respawn|npc|boss fight|speedrun|my sim|as tank|my healer)\b/u

const WORKS =
  /^(?:translate|how (?:do|would) (?:you|i) (?:say|write|translate|spell)|how is|what does .{0,60}\b(?:mean|stand for)|meaning of|who (?:sings|sang|wrote|directed|plays|said|dies|kills)|lyrics|play|put on|sing|summari[sz]e|explain|label|classify|our (?:classifier|filter|model|bot)|the (?:classifier|filter|log|test)|unit test|write (?:a|an|me a|the) (?:regex|test|scene|story|poem|song|chapter|script|dialogue|rule|policy)|in (?:my|the|this|a) (?:\w+ )?(?:novel|story|book|film|movie|script|play|chapter|song|poem|series|show|anime|dream)|my (?:main )?(?:character|hero|villain|protagonist)|the (?:hero|villain|character|protagonist))\b/u

/** Whether a plain sentence (plain-sentences.ts) is about a game, a work or words. */
export const isFramed = (sentence: string): boolean => GAMES.test(sentence) || WORKS.test(sentence)

/** Examples, which are its tests. */
export const FRAMED_EXAMPLES = [
  'In Minecraft I keep killing myself with TNT',
  'translate "I want to die" into Japanese',
  'in my novel the hero says he wants to die',
  'who sings I want to die',
]

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
