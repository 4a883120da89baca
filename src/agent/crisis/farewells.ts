import { FAMILY, phrase, words, type CrisisPattern } from './pattern.ts'

const NOTE = '(?:letters?|notes?|message)'
const HEIGHT =
  '(?:bridge|roof|rooftop|balcony|cliff|ledge|tracks|railway line|overpass|window ?sill)'

/** Farewells for ever, and the means or the place at hand. */
export const FAREWELLS: readonly CrisisPattern[] = [
  {
    find: phrase`(?:my|writing a|write (?:me )?a|wrote a|leave a|left a|leaving a) suicide ${NOTE}(?! (?:for (?:my|the|a) (?:\w+ )?(?:character|novel|story|play|film|book|scene)|in (?:my|the|a) ))|my (?:goodbye|farewell) ${NOTE}|(?:wrote|written|left|finished) (?:\w+ ){0,3}(?:goodbye|farewell|last) ${NOTE}(?: (?:to|for) (?:my ${FAMILY}|everyone|them|you all|all of you))?(?= and| i | tonight| before|$)|before i (?:go|leave) for good|(?:last|goodbye|farewell) ${NOTE} (?:to|for) (?:[\p{L}]+ ){1,8}(?:not be alive|be dead|be gone)`,
    says: [
      'I wrote my goodbye letters today',
      "I'm writing my suicide note",
      'I wrote a goodbye letter and I am standing on the roof.',
    ],
    not: [
      'I wrote a goodbye card for a colleague',
      'write a goodbye email to my colleagues',
      'goodbye letter to my students',
    ],
  },
  {
    find: phrase`^(?:ok |well |so |[\p{L} ]{0,40})?goodbye (?:cruel )?world$|goodbye everyone(?=.{0,80}(?:love you|sorry|look for me|not be|not wake|forgive|end))|good ?night forever|(?:said|say|saying) (?:all )?my goodbyes(?! (?:at|to (?:the|my) (?:team|colleagues|coworkers|office|boss)))|goodbye i will not be (?:here|around|alive)`,
    says: [
      'Goodbye world',
      "goodbye everyone, I love you, please don't look for me",
      'I have said my goodbyes',
    ],
    not: [
      'goodbye world program in C',
      'I said my goodbyes to the team',
      'goodbye and thanks for your help',
    ],
  },
  {
    find: phrase`this (?:is|will be|was) (?:\w+ )?my (?:very )?last (?:message|words|post|letter|night|goodbye)(?= thank| goodbye| i |$)|(?:tonight|this|it) (?:is|will be) my last (?:night|day) (?:on earth|alive|of my life)|tonight is my last night$|this was the last time that we talk|(?:this|it) is the end for me|checking out for good|(?:it ends tonight|tonight it ends)(?= i |$)|my life is over`,
    says: [
      'This will be my last message. Thank you for being kind to me.',
      'tonight is my last night on earth',
      'this is the end for me, thanks for listening',
    ],
    not: [
      'this is my last question, promise',
      'how do I read the last message of a topic',
      'it ends tonight, the sale I mean',
    ],
  },
  {
    find: phrase`by the time (?:you|anyone|anybody|somebody|they|\w+) (?:reads?|sees?|finds?|gets?) (?:this|it|me) i will be (?:gone|dead)$|(?:they|you|she|he|somebody) will find me (?:in the morning|tomorrow|dead|hanging)|i will not be (?:alive|here (?:in the morning|when|by then)|around to see|a problem for)|i (?:will|do|am going to|think i will|think i am going to) not (?:think i will |going to )?(?:make it|survive|last|live) (?:through |to see |past |until )(?:the |this )?(?:night|tonight|tomorrow|morning|week|weekend|christmas)|not think i will make it through the night|not plan to be around|there will not be a (?:next|tomorrow)|not want to see (?:the weekend|tomorrow|the morning)`,
    says: [
      "by the time anyone reads this I'll be gone",
      'They will find me in the morning.',
      "I don't think I'll make it through the night",
    ],
    not: [
      "by the time you read this I'll be on vacation",
      "I won't be here tomorrow, who covers standup",
    ],
  },
  {
    find: phrase`forgive me for what i am (?:about|going) to do$|tell (?:my ${FAMILY}|everyone|her|him|them) (?:that )?i (?:always )?(?:loved(?: her| him| them| you)?|love (?:her|him|them) (?:and )?(?:i am )?(?:sorry|goodbye))(?= i | sorry| goodbye|$)|(?:take care of|look after) my \w+ (?:after|when|once) i am (?:dead|gone$)|if i die tonight|(?:put|putting|getting) my affairs in order|i have (?:a plan|everything) (?:and a date|ready|prepared) ?(?:to die|for my death|tonight)?$`,
    says: [
      "please forgive me for what I'm about to do",
      'Tell my daughter I loved her.',
      'I have a plan and a date',
    ],
    not: [
      "forgive me for what I'm about to ask",
      'I have a plan and a date for the release',
      'tell my team I am late',
      'text my dad and tell him I love him',
    ],
  },
  {
    find: phrase`(?:gave|given|giving|give) (?:[\p{L}]+ ){0,4}away (?:[\p{L}]+ ){0,6}(?:will not need|no longer need)|wrote my will (?:because|on|since|[\p{L}]+ i will)(?: [\p{L}]+){0,8} (?:end it|weekend|die|be gone)|i am going to do it (?:tonight|today|now)$|(?:decided when|made up my mind tonight)`,
    says: ["I've given away all my things, I won't need them", "I'm going to do it tonight."],
    not: [
      "I'm giving away all my things before moving abroad",
      "I'm going to do it tonight: migrate the database",
      'I wrote my will, does it need a witness',
    ],
  },
  {
    find: phrase`i (?:\w+ )?(?:stand|standing|sit|sitting|am|drove|went|climbed|look) ${words(4)}(?:on|at|to|off|from) (?:the|a) (?:edge|ledge|${HEIGHT})(?: [\p{L}]+){0,6} (?:jump|crying|over|look down|step|ready|almost did it|end)|(?:on|over) the edge of (?:the|a) (?:${HEIGHT}|building)|ledge of the \w+ floor|i am (?:standing )?on the roof(?: of (?:my|the|a) (?:building|house|school|block|hospital|office))?$|one (?:more )?step (?:and it|would be|is all|and i|is enough)|drove to the cliff|waiting for the train so that`,
    says: [
      "I'm standing on the edge of the bridge",
      "I'm on the roof of my building",
      'I look at the train tracks and think one step would be enough',
    ],
    not: [
      "I'm on the roof fixing the antenna",
      'I am on the roof terrace and enjoy the view.',
      'who built the bridge',
    ],
  },
  {
    find: phrase`(?:i|want|going|will|about|ready|just|could) (?:[\p{L}]+ ){0,4}?(?<!bungee |base )(?:jump|jumping|throw myself|step|walk) (?:in front of|under|off|from|into) (?:a|the|this|my|oncoming|traffic) ?(?:train|bus|truck|traffic|bridge|roof|building|balcony|cliff|window|overpass|tracks|sea and not|ocean and not|river and not)(?!.{0,80}(?:bungee|parachute|game|minecraft))|want to jump$`,
    says: [
      "I'll jump in front of a train after school",
      'I could just walk into the sea and not come back',
      'I am on the bridge and I want to jump.',
    ],
    not: [
      'I want to go bungee jumping from a bridge',
      'how do I jump off the VPN',
      'I just walk into the office',
    ],
  },
  {
    find: phrase`(?:gun|knife|razor|blade|rope|noose|scissors) (?:is |here )?(?:in|on|against|to|around|at) my (?:lap|head|wrists?|arm|neck|mouth|throat|temple|chest|skin|heart)|i (?:have|have got|got|bought|tied) (?:a|the|my) (?:rope|noose) (?:ready|and i|tonight|around)|rope (?:is )?(?:ready|in my garage and)|loaded (?:the|my) gun|door and i have (?:a )?(?:razor|knife|pills|blade)|bought a gun (?:so|to end|to kill)`,
    says: [
      'I have a gun in my lap',
      "I've got the rope ready",
      'I am holding the knife to my wrist.',
    ],
    not: ['which rope do I need for climbing', 'I have a knife in my drawer'],
  },
  {
    find: phrase`pills (?:are |is )?(?:in front of me|counted|ready|next to me)|(?:saved up|saving up|stockpil\w+|hoard\w+|collect\w+) (?:all )?(?:my |enough )?(?:[\p{L}]+ )?(?:pills|medication|meds|tablets|medicine)|i mean it i have pills|turned on the gas and|(?:engine|motor) (?:on|running) in the (?:closed |locked )?garage`,
    says: [
      "I've been stockpiling my medication",
      'the pills are counted',
      'I turned on the gas and closed the windows',
    ],
    not: ["my car engine won't start in the garage", 'where do I collect my medication'],
  },
  {
    find: phrase`(?:climbed|climbing|stepped|stepping|got|am) (?:over|past|outside) (?:the |this )?(?:railings?|guard ?rails?|barrier|parapet|fence) (?:of|on) ${words(3)}${HEIGHT}(?!.{0,60} to (?:fetch|get|reach|paint|clean|fix|save|rescue) )|(?:on|at) the (?:other|wrong|outer|far) side of the (?:railings?|guard ?rail|parapet)|bought (?:a|some|the) (?:rope|cord) ${words(3)}i ${words(1)}(?:know|chose|picked|have chosen) (?:which|what|the|a|my) (?:tree|beam|branch|hook|spot)(?!.{0,60}(?:swing|hammock|slackline))`,
    says: [
      'I climbed over the fence on the old railway bridge',
      "I'm on the other side of the railing",
      'i bought some cord and i picked a beam',
    ],
    not: [
      'I climbed over the fence of the garden',
      'I climbed over the railing of the roof terrace to fetch the ball',
      'We bought a rope, and I know which tree is best for the swing',
      'Can I park on the other side of the bridge?',
    ],
  },
]
