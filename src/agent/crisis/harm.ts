import { phrase, words, type CrisisPattern } from './pattern.ts'

// Harm by mishap, at work or in a game, is for first aid.
const BY_MISHAP =
  '(?!.{0,200}(?<!\\p{L})(?:shav|chop|cook|kitchen|slic|bread|paper|glass|rack|football|running|gym|playing|lifting|oven|iron|cake|pizza|train for|by accident|accidentally))'
const NOT_TOPIC =
  '(?! (?:policy|section|detection|filter|classifier|guidelines|content|prevention|training|module|flag|dataset|rules?|category|as|reports?))'

/** Hurting oneself, and eating that endangers life. */
export const HARM: readonly CrisisPattern[] = [
  {
    find: phrase`(?:i|my|me|am|been|urges?|clean) (?:[\p{L}\p{N}]+ ){0,7}?selfharm\w*${NOT_TOPIC}`,
    says: [
      'the urge to self harm is so strong tonight',
      "I've been clean from self harm for 2 years",
      'I selfharmed',
    ],
    not: [
      'is self-harm mentioned in the safeguarding policy',
      'how does the content filter detect self-harm',
    ],
  },
  {
    find: phrase`(?:cut|cutting|cuts) (?:my|on my|open my) (?:wrists?|arms?|thighs?|legs?|skin|veins?)${BY_MISHAP}|(?:slit|slitting|slice|cutting open) my (?:wrists?|throat|veins?)|cut myself (?:again|on purpose|every|because|so that|tonight|last night|sometimes|to feel|to cope|deep)${BY_MISHAP}|^i (?:want to |still |often |sometimes )?cut myself$|(?<!avoid |from |without |danger of |prevent )cutting myself${BY_MISHAP}`,
    says: ['I cut my wrists', 'I cut myself again last night'],
    not: [
      'I cut myself shaving, how do I stop the bleeding',
      'I cut myself again while chopping onions',
      'store my knives to avoid cutting myself',
      'how do I cut my own hair',
    ],
  },
  {
    find: phrase`i (?:\w+ ){0,4}?(?:started|been|restarted|stop|back to|relapsed into|addicted to) (?:\w+ )?cutting(?: again| since| for| and i|$)|(?:fresh|new|more) cuts (?:all |on |over )+my|arms? (?:are|is) (?:all )?full of (?:cuts|scars)|i cut (?:last night|again|tonight|to feel|so i|because i hate|too deep)|deserve (?:the )?pain|cut too deep|urges? to (?:cut|burn)(?= again| myself| is| comes| came| gets|$)|i want to bleed$`,
    says: [
      "I've started cutting again",
      'fresh cuts all over my thighs',
      'my arms are full of cuts',
      "I'm bleeding, I cut too deep",
    ],
    not: ['I started cutting the video', 'the scene was cut again', 'I keep cutting corners'],
  },
  {
    find: phrase`(?:want|wanted|going|keep|urge|urges|need|like|been|started|thoughts? (?:of|about)|thinking (?:of|about)|think (?:of|about)|afraid|scared|might|should|will|about|could|voices|sometimes|always|often) (?:(?!fall|slip|trip|crash)[\p{L}]+ ){0,4}?(?:hurt|hurting|harm|harming|burn|burning|injure|injuring|punish|punishing|cut|mutilate) myself(?! (?:out|up|off))${BY_MISHAP}`,
    says: [
      'I want to hurt myself',
      'I keep hurting myself and nobody knows',
      'the voices say I should hurt myself',
      'thoughts of harming myself',
    ],
    not: [
      'I burned myself on the oven',
      'I hurt myself at football practice',
      'I am afraid I would fall and hurt myself',
      'I want to cut myself a slice of cake',
    ],
  },
  {
    find: phrase`(?:hurt|harm|cut|burn|burned|burnt|injured) myself (?:on purpose|with a lighter|when it gets|so that i feel|to feel)|(?:because i hate myself and want to hurt)|(?:do|done) something (?:bad |stupid )?to myself|what i (?:will|might|would|could|may) do to myself|not trust myself (?:to be alone|alone|tonight|around|with (?:knives|pills|a knife|myself))|(?:unsafe|not safe) (?:with|from|around) myself|use it on myself`,
    says: [
      'I hurt myself on purpose',
      "I'm scared of what I'll do to myself",
      "I don't trust myself to be alone tonight",
    ],
    not: [
      "I don't trust myself with root access",
      "I'm scared of what I'll do to the production database",
    ],
  },
  {
    find: phrase`carved? (?:\w+ )?(?:words? )?(?:in|into) my (?:leg|arm|skin|thigh|wrist)|scratch(?:ing|ed)? (?:my skin|myself|my arms) (?:open|till|until|bloody)|burn(?:ing|ed)? my (?:arms?|legs?|skin) (?:so that|to feel|with (?:a )?(?:lighter|cigarette))|my head against the wall (?:until|till|because)`,
    says: [
      'I carved words into my leg again',
      'scratching my skin till it bleeds is the only thing that helps',
    ],
    not: ['I burned my tongue on hot tea', 'I bump my head against the wall of this API'],
  },
  {
    find: phrase`(?:mak(?:e|ing)|made|force|forcing) myself (?:to )?(?:throw up|vomit|puke|sick|be sick)|(?:throw|throwing|threw) up (?:on purpose|after (?:every|each) meal)|i (?:binge and )?purge (?:every|after|again|daily|all)(?!.{0,200}(?:cache|image|cdn|log|queue|database|docker|branch))|\d+ laxatives|laxatives to lose`,
    says: [
      'I make myself throw up after every meal',
      'i purge every night',
      "I'm taking 20 laxatives a day to lose weight",
    ],
    not: [
      'how do I purge the CDN cache',
      'I purge every night the docker images',
      'my son threw up after dinner',
    ],
  },
  {
    find: phrase`i (?:\w+ )?have not eaten (?:anything |properly |at all )?(?:in|for|since) (?:(?:over |about |almost )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many) (?:days|weeks)|days|weeks)|(?:starve|starving) myself|refuse to eat|want to stop eating(?= completely| altogether| until| because| forever|$)|stopped eating because|will never eat again|still will not eat|weigh (?:only |just )?[23]\d (?:kilos?|kg)|pro ?ana|thinspo`,
    says: [
      'i havent eaten in six days',
      "I starve myself because I'm disgusting",
      "I only weigh 36 kilos and I still won't eat",
    ],
    not: [
      "haven't eaten since breakfast, starving",
      'I want to stop eating meat',
      'the parcel weighs 36 kg',
    ],
  },
  {
    find: phrase`my (?:anorexia|bulimia|eating disorder|ed) (?:is|has|came|comes|got|gets|wins|won|will|relapse\w*|keeps)|relapsed (?:into|with|in|on) (?:my )?(?:anorexia|bulimia|eating disorder|purging|selfharm\w*|cutting)|^i relapsed (?:fresh|new) cuts`,
    says: ["my anorexia is back and I'm scared"],
    not: ['what is anorexia nervosa', 'symptoms of bulimia list'],
  },
  {
    find: phrase`i (?:\w+ ){0,3}?(?<!not )(?:overdose|overdosed|overdosing|od)(?! (?:of|on (?:sugar|coffee|caffeine|chocolate|cute\w*|memes|tv|netflix|youtube|podcasts|candy|christmas|carbs|puns)))(?= |$)${BY_MISHAP}|(?:want|going|planning|plan|ready|afraid i will|thinking of|thinking about) (?:to )?(?:overdose|od|overdosing)(?! (?:of|on (?:sugar|coffee|caffeine|chocolate|memes)))|(?:after|survived) (?:an|my|the) overdose`,
    says: [
      'i think im going to overdose tonight',
      'I think I overdosed',
      'I survived the overdose and I wish I had not',
    ],
    not: [
      'I had an overdose of sugar at the party',
      'signs of an opioid overdose',
      'I overdosed on podcasts',
    ],
  },
  {
    find: phrase`i (?:have |just |already |think i |only |am )*(?:took|taken|swallowed|downed|ate|drank|taking|take|swallowing) ${words(3)}(?:(?:all (?:of )?(?:my|the|these|her|his|them)|a (?:whole |full )?(?:bottle|box|bunch|handful|pack|packet)|the whole|an entire|the entire|too many|every one of|\d\d+|(?:twenty|thirty|forty|fifty|sixty)) ${words(3)}(?:pills?|tablets?|meds|medication|antidepressants?|tylenol|paracetamol|ibuprofen|aspirin|sleeping \w+|painkillers?|xanax|valium|medicine)|bleach|(?:something )?poison(?:ous)?(?: on purpose)?)(?!.{0,100}(?:by accident|vitamin))`,
    says: [
      'i took all my antidepressants at once',
      'I just swallowed a bottle of tylenol',
      'I took a whole box of sleeping pills.',
    ],
    not: [
      'I took my vitamin twice today by mistake',
      'I forgot to take my blood pressure pill',
      'I took all the pictures',
    ],
  },
  {
    find: phrase`(?:not tak(?:e|en|ing)|stopped taking|stop taking|skip|skipping|did not take) my (?:\w+ ){0,3}(?:insulin|medicine|medication|pills|meds)(?: [\p{L}]+){0,6} (?:die|kills? me|be over|end it)|driv(?:e|ing) (?:[\p{L}]+ ){1,5}hoping (?:for a crash|to crash|to die)`,
    says: [
      'I stopped taking my heart medicine so that I die',
      'I drive without a belt hoping for a crash',
    ],
    not: ['I stopped taking my vitamins, is that fine'],
  },
]
