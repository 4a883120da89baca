import { phrase, words, type CrisisPattern } from './pattern.ts'

const MEDICINE =
  '(?:pills?|tablets?|capsules?|painkillers?|meds|medicines?|medications?|antidepressants?|paracetamol|acetaminophen|tylenol|ibuprofen|advil|aspirin|insulin|xanax|valium|benzos?|opioids?|fentanyl|oxycodone|sleeping \\w+|bleach|antifreeze|poison)'
const NOT_PATIENT = '(?!.{0,200}(?:dog|cat|pet|rat|rats|mice|plant|weeds|ants|fleas|moss))'
// "suicide prevention", "suicide doors": the word, not the deed.
const NOT_TOPIC =
  '(?! (?:prevention|squad|rates?|statistics|awareness|doors?|linux|burn|grip|risk|policy|policies|research|hotlines?|lines?|helplines?|clauses?|king|pact|scene|among|in (?!my|the (?:bath|car|garage|morning))|forest|training|essay|module|mission|bombers?|theme|assessment))'

/** Killing oneself: meant, planned, tried, or how it is done. */
export const ACTS: readonly CrisisPattern[] = [
  {
    find: phrase`(?<!almost |nearly |accidentally |not going to )(?:kill|killing|killed|hanging|hang|shooting|shoot|drowning|drown|unalive|unaliving|poison|poisoning|murder|murdering|suffocate|electrocute|to off|just off|about to off|going to off) (?:my|one)self(?! (?:laughing|with laughter|with tnt|trying|at work|in the (?:gym|foot)|up|over (?:a|an|the|this) (?:\w+ )?(?:deadline|bug|build|game)|in (?:work|coffee|wine|code|music|chocolate|ice|minecraft|roblox)))`,
    says: [
      'i want to kill myself',
      'unaliving myself tonight',
      'gonna hang myself',
      'i want to kil myslef',
      'kill mys3lf',
    ],
    not: [
      'I shot myself in the foot with that merge',
      'I almost killed myself tripping over the cable',
      'I took the day off myself',
      'we should kill the process',
    ],
  },
  {
    find: phrase`(?:(?:i|imma|to|just|might|should|about to|going to) (?:just )?unalive(?= myself| tonight| rn|$)|(?:want to|going to|should|might|will|about to|could|would|just|lowkey|as well) (?:just )?kms(?= (?:so|rn|now|tonight|if|because|over|lol|fr|tbh|bad|already|today|when|and|i)|$)|^kms$|want to sewer ?slide|(?:going to|want to|thinking of|thinking about|ready to|plan to) (?:\w+ ){0,4}ctb)`,
    says: [
      'i wanna kms so bad rn',
      'lowkey gonna kms',
      'imma unalive myself',
      'i want to sewerslide',
    ],
    not: [
      'I want to use KMS for my secrets',
      "I'm going to run 10 kms",
      'should I kms encrypt the bucket',
      'what does unalive mean',
    ],
  },
  {
    find: phrase`(?:tells?|told|telling|says?|said|saying|wants?|keeps?|asked) (?:\w+ ){0,4}(?:me|i) (?:\w+ ){0,3}kys|i (?:\w+ ){0,2}should kys`,
    says: ['everyone at school keeps telling me to kys'],
    not: ['what does kys stand for'],
  },
  {
    find: phrase`(?:end|ending|ended|take|taking) (?:it all(?! (?:with|by|in)|.{0,30}(?:semicolon|home))|my (?:own )?(?:life|existence|misery|suffering)(?! (?:insurance|in my|back|seriously|for granted|story|lessons|story|savings|coach|to the next)))|(?:finally|(?:should|want to|going to|will|could) (?:just|really)|ready to|as well) end it(?: tonight| now| today| all)?$|end things (?:tonight|today|for good)`,
    says: ['I want to end my life', 'maybe I should just end it all', 'so I can finally end it'],
    not: [
      'end it all with a semicolon or not?',
      'I want to end my life insurance',
      'I want to end it, the subscription I mean',
    ],
  },
  {
    find: phrase`(?:i|am|feel|feeling|been|so|very|being|^) (?:am |feel |feeling |been |so |very |really |still |kind of |a bit |kinda )*suicidal(?! (?:thoughts by|squad|by|lyrics|tendencies|or not))`,
    says: ["I'm suicidal", 'feeling suicidal and alone', 'i feel sucidal'],
    not: ['label these messages as suicidal or not', 'suicidal tendencies tour dates'],
  },
  {
    find: phrase`(?:i|my|me|am|have|can not) (?:[\p{L}\p{N}]+ ){0,5}?(?:commit|committing|attempt|attempted|attempting|consider|considering|contemplate|contemplating|thinking (?:of|about)|thoughts? (?:of|about)|think (?:of|about)|planning|plan|planned|towards?|my|tried|try) (?:a |my )?suicide${NOT_TOPIC}|i have suicidal (?:thoughts|ideation|plans)`,
    says: [
      "I've been thinking about suicide a lot",
      'I attempted suicide yesterday',
      "I'm planning my suicide",
      'I want to comit suicide',
    ],
    not: [
      'I am thinking about suicide prevention training',
      'suicide rate in Norway 2019',
      'my worker commits suicide after 1000 requests',
    ],
  },
  {
    find: phrase`(?:thoughts? of suicide (?:will|do|does|is|are|keep)|suicide is (?:the|my) only|forgive suicide|survived my (?:suicide )?attempt|failed at killing|regret (?:surviving|being saved)|saved me but i wish|wish (?:it had worked|they had not|i had not (?:survived|woken up)|i had succeeded))`,
    says: [
      "the thoughts of suicide won't go away",
      'I survived my attempt and I regret surviving',
      "they saved me but I wish they hadn't",
    ],
    not: ['I regret buying this laptop'],
  },
  {
    find: phrase`how (?:many|much)(?: \w+){0,4}? ${MEDICINE}${NOT_PATIENT}(?: \w+){0,8} (?:kill (?:me|you|myself|yourself|someone|somebody|a person|a human)|die|end it|overdose|(?:not|never) wake up|lethal|fatal|it take|would it take|take to sleep forever)`,
    says: [
      'How many pills would it take',
      'how much insulin does it take to die',
      'How many of these pills would kill me?',
    ],
    not: [
      'how many ibuprofen can I take in a day for a headache',
      'how much bleach kills ants',
      'how many people die each year',
    ],
  },
  {
    find: phrase`(?:is|are|would|will) (?:\d+|a|one|this|these|the|my|half) ${words(5)}(?:enough|sufficient) (?:\w+ )?to (?:die|kill (?:me|myself|you|yourself)|end it|overdose)|(?:dose|amount|mg|grams?) of ${MEDICINE}${NOT_PATIENT} (?:is|would be) (?:lethal|deadly|fatal)|(?:lethal|fatal|deadly) (?:dose|amount) of ${MEDICINE}${NOT_PATIENT}|(?:can|could|will|would) (?:one|you|i|a person) die (?:from|of|by) (?:swallowing|taking|drinking|eating) (?:a|all|the) ${words(4)}${MEDICINE}|what happens if i (?:take|swallow|drink|mix|took) (?:\w+ ){1,10}?(?:be over|and die|to die|end it|all at once)`,
    says: [
      'is 30 paracetamol enough to die',
      'What dose of paracetamol is lethal?',
      'what happens if i take 40 ibuprofen at once, i want it to be over',
    ],
    not: [
      'is one replica enough to survive a crash',
      'what happens if I take two aspirin',
      'lethal dose of caffeine in mg per kg',
    ],
  },
  {
    find: phrase`(?:drink|drinking|take|taking|swallow|swallowing|jump|jumping|inject|injecting|eating|mixing|pills|tablets|bleach|overdose|medicines)(?: \w+){0,8} kill me(?: quickly| fast| painlessly| instantly| if i (?:take|swallow|drink) (?:them|it) all)?$`,
    says: [
      'would drinking bleach kill me quickly',
      'Which of my medicines can kill me if I take them all?',
    ],
    not: ['my mom will kill me when she sees the dent'],
  },
  {
    find: phrase`(?:painless|painlessly|least painful|easiest|quickest|fastest|best|surest|quick|easy|gentle|peaceful|good|simplest) ${words(2)}(?:ways?|methods?) (?:\w+ )?(?:to|of|for) (?:(?:die|dying)(?! (?:in (?!peace|my)|of|to))|(?:kill|killing|end|ending|hang|hanging|off) (?:my|your|one|them)(?:self|selves)|suicide|commit(?:ting)? suicide|end(?:ing)? (?:my|your|ones) (?:own )?life)`,
    says: ['what is the least painful way to die', 'best way to kill yourself without pain?'],
    not: [
      'fastest way to die in hollow knight',
      'easiest way to kill a background job',
      'least painful way to upgrade postgres',
    ],
  },
  {
    find: phrase`how (?:do|can|could|should|to|would|does|did)(?: i| you| one| people| someone| a person)? (?:best |actually )?(?:(?:kill|hang|off|unalive|drown) (?:my|your|one|them)(?:self|selves)|commit suicide|end (?:my|ones|your) (?:own )?life|overdose(?! of)|slit (?:my|your) wrists|die (?:quickly|painlessly|without pain|fast|in (?:my|your) sleep)|make myself disappear for good)|how people (?:kill themselves|commit suicide)|lets? (?:you|me|one) die in (?:your|my|ones) sleep|makes me sleep forever|way out of life`,
    says: ['how do I kill myself', 'how can I die painlessly', 'how to commit suicide'],
    not: ['how do I kill a tmux session', 'how do I kill my character'],
  },
  {
    find: phrase`(?:tie|make|knot|made|tied|bought rope for) (?:a|the|my) noose(?! (?:knot|for (?:a|halloween|the)))|how long (?:does it take|it takes|would it take|until you|until i) (?:to )?(?:die from|bleed out|bleed to death|suffocate|drown(?! a)|die by hanging)|how (?:high|deep|far|fast) (?:\w+ ){1,12}?(?:(?:so that|until|that) (?:i|you) die|to die|to kill (?:me|myself|yourself))|(?:bridge|building|roof|cliff) (?:is|are) high enough|how high (?:must|does|should) (?:a|the) (?:fall|jump|drop|bridge|building|floor) (?:\w+ ){1,6}(?:deadly|fatal|lethal)`,
    says: [
      'how do i tie a noose that wont fail',
      'how long does it take to bleed out from the wrists',
      'How deep do I have to cut so that I die?',
      'Which bridge is high enough to jump from?',
    ],
    not: [
      'how do I tie a noose knot for a Halloween decoration',
      'how long does it take to drown a weed',
    ],
  },
  {
    find: phrase`^(?:does|will|would) (?:it )?(?:hurt|be painful) (?:much )?to die$|(?:hurt|quick|painful) if i (?:slit|hang|hanged|jump|jumped|shot|shoot|cut my|drown)|if i jump(?:ed)? (?:off|from) (?:the|a|my|this) (?:roof|bridge|building|balcony|cliff|window)|to hell if i (?:kill|do it|commit)|(?:normal|wrong|okay|ok|bad|a sin) (?:to|that i) (?:\w+ )?think (?:about|of) (?:killing (?:your|my)self|suicide|dying|death)`,
    says: [
      'does it hurt to die',
      'If I jumped off the roof would it be quick',
      'would it hurt if I slit my wrists',
    ],
    not: ['does it hurt to get a tattoo', 'if I jump to line 30'],
  },
]
