import { phrase, type CrisisPattern } from './pattern.ts'

const KIN =
  '(?:friend|brother|sister|mom|mum|mother|dad|father|son|daughter|child|kid|kids|husband|wife|partner|boyfriend|girlfriend|ex|cousin|uncle|aunt|nephew|niece|grandmother|grandfather|grandma|grandpa|roommate|flatmate|housemate|neighbou?r|coworker|colleague|classmate|student|pupil|pupils|patient|teammate|buddy|mate|bestie|bf|gf|bro|sis|teen|teenager|year old)'
/** Who is in danger: named as somebody of the user's, or met by the user. */
const WHO = `(?:(?:my|our|a|this|the) (?:[\\p{L}\\p{N}]+ ){0,3}?${KIN}|^(?:mom|mum|dad)|someone|somebody|an? (?:\\w+ )?(?:girl|boy|guy|man|woman|person)(?: i know| i met| on| in| here)? )`
/** At most `most` words, none of them the user again: "since my wife died I want to die" is of the user. */
const words = (most: number): string => `(?:(?!i )[\\p{L}\\p{N}#]+ ){0,${most}}?`
const OWN = '(?:himself|herself|themselves|themself|theirself)'
const BY_MISHAP = '(?!.{0,60}(?:playing|football|gym|shaving|cooking))'
const THEIR = '(?:his|her|their)'

/** Somebody close who is in danger. */
export const CLOSE_ONES: readonly CrisisPattern[] = [
  {
    find: phrase`${WHO} ?${words(8)}(?:wants?|wanted|wanting|wish|wishes|wishing|threatens?|threatening|threatened|plans?|planning|going|gonna|about|thinks?|thinking|talks?|talking|tried|trying|says?|said|told|keeps?|might|will|writes?|wrote|ready) ${words(4)}(?:(?:kill|killing|hang|hanging|shoot|shooting|drown|unalive|harm|harming|hurt|hurting|cut|cutting|starve|starving|off) ${OWN}(?! (?:some|a slice|a piece|out|off|by accident|laughing))|(?:end|ending|take|taking) ${THEIR} (?:own )?(?:life|lives)|(?:to |about )?(?:commit(?:ting)? )?suicide(?! (?:squad|rates?|statistics|prevention|in|among|policy|doors))|(?:to |about (?:wanting to )?)(?:die|dying)(?! for| (?:of (?:laughter|hunger|boredom)|laughing))|to be dead|ending it all|(?:to|will) end it(?: all)?(?: tonight| now| today)?$)`,
    says: [
      'my brother says he wants to kill himself',
      'My friend just texted me that she wants to die',
      'someone on discord says they are about to kill themselves',
      'How do I help a friend who wants to die?',
    ],
    not: [
      'my sister wants to kill the fly in her room',
      'my daughter cut herself some bangs',
      'my uncle killed himself years ago',
      'my student wrote about suicide rates in her thesis',
      'my husband wants to end his contract',
    ],
  },
  {
    find: phrase`${WHO} ?${words(7)}(?:does|did) not want to (?:live|be alive|be here|exist)(?= anymore| any longer|$)|${WHO} ?${words(5)}(?:wishes?|wished|wish) (?:that )?(?:he|she|they|it)? ?(?:was|were|is|to be) dead|${WHO} ?${words(6)}(?:would be |are |is )?better off without (?:him|her|them)`,
    says: [
      "my son told me he doesn't want to live anymore",
      'My child says he wishes he was dead',
      "My mom keeps saying we'd be better off without her",
    ],
    not: ["my brother doesn't want to live in Berlin anymore"],
  },
  {
    find: phrase`${WHO} ?${words(5)}(?:(?:is|feels|was|seems|felt|so|and) (?:[\p{L}]+ )?suicidal|selfharm\w*|(?:is |started |been |keeps )?(?:cutting|hurting|harming) ${OWN}${BY_MISHAP}|(?:has|with) (?:[\p{L}]+ )?cuts (?:[\p{L}]+ )?(?:over|on) ${THEIR}|cuts? ${THEIR} (?:wrists?|arms)|(?:cut|cuts|hurts?) ${OWN} (?:again|on purpose)|overdosed|anorexic|bulimic)(?! (?:policy|training|prevention|on (?:sugar|candy|coffee)))|fresh cuts (?:[\p{L}]+ )?(?:on|over) (?:his|her|their)|saw fresh cuts`,
    says: [
      'my best friend is suicidal',
      'my daughter is cutting herself',
      'My wife overdosed on her medication',
    ],
    not: ['my son cut himself on a glass, does it need stitches'],
  },
  {
    find: phrase`${WHO} ?${words(4)}(?:took|taken|swallowed|takes) (?:a bunch of|all (?:of )?(?:his|her|their|my|the)|too many|a (?:whole )?(?:bottle|box|handful) of|lots of|many) (?:[\p{L}]+ )?(?:pills|tablets|medication|meds|medicine)(?! for)|${WHO} took pills and (?:says|said|will not)|(?:he|she|they) (?:just |has |have )?(?:took|taken|swallowed) (?:too many|a (?:whole )?(?:bottle|box|handful) of|all (?:of )?(?:his|her|their|my|the)) (?:[\p{L}]+ )?(?:pills|tablets|medication|meds)|${WHO} ?${words(6)}(?:has|got|holds|put|bought) (?:a|the|his|her) (?:gun|rope|noose|knife) (?:and says|and said|to (?:his|her|their)|against)`,
    says: [
      "my sister took a bunch of pills and won't wake up",
      'my buddy from the army put a gun to his head',
      "My husband has a gun and says he'll end his life",
    ],
    not: ['my wife takes too many pills for allergies', 'my friend took my pills organizer'],
  },
  {
    find: phrase`${WHO} ?${words(8)}(?:going to|about to|threatens to|threatening to|wants to|wanted to|will|says he will|says she will|ready to) jump(?:(?: down)?$| (?:off|from) (?:the|a|his|her))|${WHO} ?${words(6)}(?:left|wrote|sent|sends|is writing|posted) (?:me |us )?a (?:goodbye|suicide|farewell) (?:note|message|letter)(?! (?:to (?:the|his|her) (?:team|colleagues|boss)))|(?:found|read) (?:a|his|her|the|my \w+) suicide (?:note|letter)|${WHO} ?${words(5)}saying goodbye (?:to everyone )?and`,
    says: [
      'my neighbor is standing on the balcony and says he will jump',
      'my dad left a goodbye note',
      "I found a suicide note in my son's room",
    ],
    not: [
      "my husband says he'll jump on the call later",
      'my colleague wrote a farewell letter to the team',
    ],
  },
  {
    find: phrase`${WHO} ?${words(4)}(?:makes?|making|forces) ${OWN} (?:vomit|throw up|sick|puke)|${WHO} ?${words(3)}(?:has not|have not|did not) eaten (?:anything )?(?:in|for) (?:an? |two |three |\d+ |several )?(?:weeks?|days?)|${WHO} ?${words(2)}stopped eating and|${WHO} ?${words(3)}might (?:harm|hurt|kill|do something to) ${OWN}`,
    says: [
      'my teenage daughter makes herself vomit after dinner',
      "my cousin hasn't eaten in a week",
      "I'm worried my mother might harm herself tonight",
    ],
    not: ["my roommate hasn't eaten the pizza"],
  },
  {
    find: phrase`(?:he|she|they) (?:is|are|was) (?:threatening (?:suicide|to (?:kill|hurt|hang) ${OWN})|about to (?:kill|hang|shoot) ${OWN}|going to (?:kill|hang|shoot) ${OWN})(?!.{0,60}(?:movie|film|book|scene))`,
    says: ['she is threatening suicide and I am in another city'],
    not: ['he is going to kill the server'],
  },
]
