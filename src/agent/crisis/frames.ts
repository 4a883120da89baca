/** Sentences that tell of a game, a work or words, not of anybody here; and examples, which are their tests. */
const GAMES =
  /\b(?:in|on|of) (?:the |a |this )?(?:games?|minecraft|roblox|skyrim|fortnite|valorant|elden ring|hollow knight|dark souls|sims|gta|rust|lol|league|dota|zelda|hardcore(?: mode)?|raid)\b|\b(?:respawn|npc|boss fight|speedrun|my sim|as tank|my healer)\b/u

const WORKS =
  /^(?:translate|how (?:do|would) (?:you|i) (?:say|write|translate|spell)|how is|what does .{0,60}\b(?:mean|stand for)|meaning of|who (?:sings|sang|wrote|directed|plays|said|dies|kills)|lyrics|play|put on|sing|summari[sz]e|explain|label|classify|our (?:classifier|filter|model|bot)|the (?:classifier|filter|log|test)|unit test|write (?:a|an|me a|the) (?:regex|test|scene|story|poem|song|chapter|script|dialogue|rule|policy)|in (?:my|the|this|a) (?:\w+ )?(?:novel|story|book|film|movie|script|play|chapter|song|poem|series|show|anime|dream)|my (?:main )?(?:character|hero|villain|protagonist)|the (?:hero|villain|character|protagonist))\b/u

/** Whether a plain sentence (crisis-text.ts) is about a game, a work or words. */
export const isFramed = (sentence: string): boolean => GAMES.test(sentence) || WORKS.test(sentence)

export const FRAMED_EXAMPLES = [
  'In Minecraft I keep killing myself with TNT',
  'translate "I want to die" into Japanese',
  'in my novel the hero says he wants to die',
  'who sings I want to die',
]
