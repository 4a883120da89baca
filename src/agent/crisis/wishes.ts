import { FAMILY, phrase, words, type CrisisPattern } from './pattern.ts'

// What "to die" is said of in jest.
const IN_JEST =
  '(?! (?:(?:of|from|with) (?:\\w+ )?(?:embarrassment|shame|laugh\\w*|laughter|cringe\\w*|boredom|hunger|thirst|heat|curiosity|old age|envy|joy|happiness|cuteness)|for (?:a|an|this|that|those|these|my|the|science)|laughing|on (?:the|this|that) hill|hard|in (?:hardcore|a game|the game)|my hair))'
const LIVE_ON =
  '(?:living|live|going on living|going on|go on|being alive|be alive|staying alive|stay alive|keep living|keep going|keep breathing|go on breathing|go on living|existing|exist|carrying on|carry on|being here)'
const END = '(?= (?:anymore|like this|any longer|if|when|since|without|after|now)|$)'

/** A wish to be dead, or no wish to live. */
export const WISHES: readonly CrisisPattern[] = [
  {
    find: phrase`(?:^|i ${words(4)}|(?:and|but|so|just|really|honestly|sometimes|me) )(?<!not )(?:want|wish|would like|need|prefer|deserve|deserved|ready|like|hope|thing|begging|waiting|wait|life makes me want|everything makes me want) (?:(?:so|very|badly|bad|much|really|just|now) )*to (?:\w+ )?(?:die|be dead|stop existing|stop living|cease to exist|not exist)${IN_JEST}`,
    says: [
      'i wanna die',
      'I want to die',
      'I deserve to die',
      "I'd like to be dead",
      'i just wait to die',
    ],
    not: [
      'my phone wants to die',
      'I want to die of shame',
      "I don't want to die",
      'I want them to just die',
      'those people deserved to die',
      'wanna die laughing?',
      'I want to dye my hair',
    ],
  },
  {
    find: phrase`i ${words(3)}(?:not|no longer|never) ${words(1)}(?:want|wish|care|plan|intend|like|bear|see why i should|have the (?:will|strength|energy)) (?:to )?(?:(?:be|being) alive|exist|live anymore|live any longer|keep living|go on living|go on(?= anymore| like this|$)|continue living|see tomorrow|live (?:with|like) this|live$|wake up anymore|wake up(?: ever)?(?: again| tomorrow)?$|(?:wake up and )?be here (?:anymore$|any longer))`,
    says: [
      "I don't want to wake up any more",
      'i dont wanna exist anymore',
      'I no longer want to live',
      "I don't want to be alive",
    ],
    not: [
      "I don't want to wake up at 6",
      "I don't want to live in Berlin anymore",
      "I don't want to wake up the baby",
      "I don't want to go on holiday",
    ],
  },
  {
    find: phrase`(?:no|not want|not wish|not care) (?:longer )?(?:to )?(?:tomorrow to come|will to live|wish to live|desire to live|reason (?:for me )?(?:to live|to (?:keep|go on) (?:living|on)|to stay (?:alive|here)|to go on)|strength to live)${END}`,
    says: ['I have no will to live', 'there is no reason for me to keep living'],
    not: ['there is no reason to live near the office', 'no reason to keep the old driver'],
  },
  {
    find: phrase`lost (?:all |my |the )?(?:will to live(?! (?:in|during|reading|halfway))|all hope)`,
    says: ['I lost the will to live after the accident', 'I have lost all hope'],
    not: ['I lost the will to live in that meeting'],
  },
  {
    find: phrase`nothing (?:left |else )?(?:here )?(?:to live|worth living|to stay alive) for|life is not worth (?:living|it)|no point in life`,
    says: ["there's nothing left to live for", "life isn't worth living"],
    not: ['nothing to see here', 'is it worth living in Lisbon'],
  },
  {
    find: phrase`(?:point|reason|sense|use|purpose) (?:\w+ )?(?:of|in|to|for) (?:me )?(?:not )?(?:even )?${LIVE_ON}${END}`,
    says: [
      "what's the point of going on",
      'give me one reason to stay alive',
      'what is the point in being alive',
    ],
    not: [
      "what's the point of going to the meeting",
      "what's the point of living near the office",
      "what's the point of going on holiday",
    ],
  },
  {
    find: phrase`why (?:should i|am i|do i|would i|i should) (?:even |still |bother |have to )*(?:keep |go on |going on |bother )*(?:living|live|alive|exist|stay alive|breathing|breathe|here at all)(?: anymore)?$`,
    says: ['Why should I keep living?', 'why am i even alive'],
    not: ['why do I live in a flat without an oven', 'why should I keep using jQuery'],
  },
  {
    find: phrase`(?:tired|sick|done|exhausted|weary|finished) (?:of|with|from) (?:living|being alive|life|existing|breathing)(?: like this| anymore)?(?= and | i | but |$)|tired of fighting i want to let go|let go of life`,
    says: ["I'm too tired of living", 'so tired of being alive'],
    not: ["I'm tired of life in the city", 'tired of living out of boxes'],
  },
  {
    find: phrase`can not (?:go on|keep going|live|keep living|continue|bear living|bear being alive|bear life|stand being alive)(?: like this| anymore| any longer| with this)*(?= i | and | it |$)`,
    says: ["I can't go on like this", "I can't live like this anymore", "I can't keep living"],
    not: [
      "I can't go on vacation in July",
      "I can't live without coffee",
      "I can't go on the site",
    ],
  },
  {
    find: phrase`^(?:i )?(?:just |really |honestly )?can not (?:take|do|bear|stand) (?:it|this|life) anymore(?: goodbye| i just want (?:it|this) to (?:be over|end|stop))?$`,
    says: [
      "I can't take it anymore",
      "can't do this anymore. goodbye.",
      'i cant do this anymore i just want it to be over',
    ],
    not: ["I can't do this exercise anymore", "I can't take this call"],
  },
  {
    find: phrase`(?:everyone|people|they|you|we|the world|my ${FAMILY}|kids|it|all|nobody) ${words(4)}(?:better|happier|easier|relieved|glad) (?:off |place )?(?:without me(?= in| here| around|$)|with a dead \w+|(?:if|once|when) i (?:am|was|were|had|died|die) ?(?:dead|gone|not here|not around|not alive|never been born|never)?(?= \w+$|$))`,
    says: [
      'everyone would be better off without me',
      'My family will be happier once I am dead',
      'the world would be better without me in it',
    ],
    not: [
      "we'd be better off without jQuery",
      'would my page load faster without me loading the fonts',
    ],
  },
  {
    find: phrase`(?:nobody|anyone|anybody|they|who|everyone) (?:would|will|d) ${words(2)}(?:miss|notice|care|cry|mind|be sad) (?:me )?(?:about me )?(?:if|when|once) i (?:am|was|were|died|die|killed|disappeared|vanished|stopped existing|am not)(?: dead| gone| here| myself)?(?: tomorrow| forever| anymore)?$|nobody (?:would|will) (?:\w+ )?miss me$|(?:cared?|cry) (?:if|when) i (?:was|am|were) dead`,
    says: [
      'nobody would care if I killed myself',
      'no one would miss me if I died',
      'Nobody would even notice if I was gone',
    ],
    not: ['would anyone notice if I was gone for lunch', 'no one would miss me at the meeting'],
  },
  {
    find: phrase`worth more (?:to \w+ )?dead|(?:pays?|get|worth) more when i am dead|i am (?:only |just |such )?a burden (?:to|on|for) (?:everyone|you all|all of you|them all|my ${FAMILY}|people)`,
    says: ["I'm worth more dead than alive", "I'm a burden to everyone"],
    not: ["I'm a burden on the database with these queries"],
  },
  {
    find: phrase`(?:wish|wished|better|easier|if only) (?:off )?(?:that )?(?:if )?i (?:was|were|am|would be|could be|could|had) (?:just )?(?:dead|not alive|never (?:been )?born|not been born|gone$|gone forever|not here anymore|die$|disappear forever|sleep forever|not survived|died|stop breathing)|stop breathing for good`,
    says: ['I wish I was dead', 'It would be better if I had never been born'],
    not: ['I wish I was in Hawaii', 'I wish I were gone for a week'],
  },
  {
    find: phrase`(?:i|me|sleep and|to) ${words(6)}(?:never|(?<!can )not) (?:ever )?(?:wake|waking) up(?: again| tomorrow| anymore| ever| ever again| in the morning)?$`,
    says: ["i hope i don't wake up tomorrow", 'Let me just fall asleep and never wake up'],
    not: ["I can't wake up in the morning", "my computer won't wake up from sleep"],
  },
  {
    find: phrase`i ${words(2)}(?:want|would like|need|wish|like) to (?:just )?(?:sleep forever|disappear (?:forever|for good|completely and)|be gone for good|be gone forever|vanish forever|leave this (?:world|life)|be with my dead|follow (?:her|him) to)|want out (?:of life|for good)|disappear for good$|want this life to end|hate my life and i want it to end|want to follow (?:her|him)$`,
    says: ['I want to sleep forever', 'i just want to disappear forever and never come back'],
    not: ['I want my mac to sleep forever when closed', 'I want to disappear for a weekend'],
  },
  {
    find: phrase`i (?:would |d )?rather (?:be dead$|be dead than (?:live|go on|face|alive)|not be alive|not exist)|(?:might|may) as well (?:just )?(?:be dead|die|end it)|i should (?:just )?(?:die|be dead)|(?:who|that|i) should be dead|why can not i just die|^(?:please )?(?:just )?let me die(?: in peace)?$|i (?:do not )?deserve (?:to die|to live$|to be alive)`,
    says: [
      'might as well be dead',
      "why can't I just die",
      "I don't deserve to live",
      'I should just die already',
    ],
    not: ["I'd rather be dead than caught using Comic Sans", 'let me die in peace says the npc'],
  },
  {
    find: phrase`i (?:really |just )?hate (?:being alive|living(?= like this| and | i |$)|existing|waking up alive)|i hate my life and (?:i )?(?:want|wish)|(?:i|am) (?:just )?(?:ready|prepared|happy|glad) to (?:die|leave this (?:world|life)|go i have said)`,
    says: ['I hate being alive', "I'm ready to die"],
    not: ['I hate Mondays', 'ready to go live', 'I hate living next to a bar'],
  },
  {
    find: phrase`i ${words(4)}(?:think|thinking|thoughts?|dream|dreaming|fantasi[sz]e|fantasi[sz]ing|imagine|imagining|obsessed) (?:\w+ )?(?:(?:of|about|with) (?:dying|death|being dead|ending (?:my life|it all)|my (?:own )?(?:death|funeral))|my own (?:death|funeral))(?! (?:valley|star|metal|note|penalty|stranding|certificate|of|in|march|row))`,
    says: ['I think about death every single day', 'I keep imagining my own funeral'],
    not: ['I think about death valley in march', 'what do stoics think about death'],
  },
  {
    find: phrase`death (?:sounds|seems|feels|looks|would be|is) ${words(2)}(?:peaceful|comforting|a relief|easier|better than|beautiful|inviting|my only|the only)|only (?:way|thing) (?:\w+ )?(?:out|left)(?: is| to do| for me)? ?(?:death|dying|to die|suicide|$)|(?:no|any) (?:other )?way out (?:except|but|other than) (?:dying|death)`,
    says: [
      'death sounds so peaceful to me right now',
      "I can't see any way out except dying",
      'only way out is death',
    ],
    not: [
      'death is nothing to us',
      'is there any way out of this loop',
      'the only way out of the loop is break',
    ],
  },
  {
    find: phrase`(?:see|have|is) no (?:future|tomorrow) (?:for me|for myself)|not see (?:a|any) (?:future|tomorrow) (?:for me|for myself)|(?:i do|i can|i) not see myself (?:living|alive|being alive|making it) (?:past|to|beyond)|i see no way out$`,
    says: ['I see no future for myself', "I don't see myself living past 20"],
    not: ['I see no future for this library'],
  },
  {
    find: phrase`(?:hope|hoping|wish|wishing|want|wouldnt mind|like|praying) (?:that )?(?:\w+ ){0,4}?(?:(?<!not )(?:get|got|gets|be|is|was|getting) (?:hit|run over|crushed|shot) by an? (?:bus|car|train|truck)|kills me$|gets me (?:fast|soon)|kill me (?:in my sleep|already|tonight)|to kill me$|for a (?:fatal )?crash|for an accident)`,
    says: [
      'Sometimes I hope I get hit by a bus',
      'i hope it kills me',
      'I want someone to kill me',
    ],
    not: ["I hope I don't get hit by a bus", 'my boss is going to kill me if this ships late'],
  },
]
