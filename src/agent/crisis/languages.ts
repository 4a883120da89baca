import { phrase, type CrisisPattern } from './pattern.ts'

/** The plainest ways to say it in other languages; accents are gone before they are read. */
type LanguagePatterns = {
  readonly self: readonly CrisisPattern[]
  readonly other: readonly CrisisPattern[]
}

const german: LanguagePatterns = {
  self: [
    {
      find: phrase`(?:ich|und|nur|einfach) (?:\p{L}+ ){0,3}(?:will|mochte|wurde gerne?|kann) (?:\p{L}+ ){0,4}?(?:nicht mehr (?:leben|da sein|aufwachen|existieren|weiterleben)|sterben|tot sein|mich (?:umbringen|toten|erhangen|erschiessen|verletzen|ritzen)|(?:mir das|mein) leben (?:nehmen|beenden)|selbstmord begehen)|ich (?:bringe? mich (?:\p{L}+ ){0,2}um|ritze mich|verletze mich selbst|wunschte ich ware tot|habe (?:\p{L}+ )?(?:suizid|selbstmord)gedanken|bin (?:\p{L}+ )?suizidal|denke (?:\p{L}+ ){0,3}(?:suizid|selbstmord)|mag nicht mehr leben)|ohne mich (?:\p{L}+ ){0,3}besser dran|mich umbringen`,
      says: [
        'Ich will nicht mehr leben',
        'ich möchte sterben',
        'Ich habe Suizidgedanken',
        'ohne mich wären alle besser dran',
      ],
      not: ['ich sterbe vor Hunger', 'ich will mich umziehen', 'Suizidrate in Deutschland 2020'],
    },
  ],
  other: [
    {
      find: phrase`(?:meine?|unsere?|jemand) (?:\p{L}+ ){0,6}?(?:sich (?:\p{L}+ ){0,2}(?:umbringen|das leben nehmen|toten|erhangen|etwas antun)|nicht mehr leben|sterben (?:will|mochte)|suizidal|ritzt sich)`,
      says: ['mein Bruder will sich umbringen', 'Meine Freundin will nicht mehr leben'],
      not: ['mein Akku stirbt ständig'],
    },
  ],
}

const french: LanguagePatterns = {
  self: [
    {
      find: phrase`je (?:\p{L}+ ){0,2}?(?:veux|voudrais|souhaite|prefere) (?:\p{L}+ )?(?:mourir|me suicid\p{L}*|me tuer|en finir$|etre mort\p{L}*)(?! de (?:rire|faim|honte))|je (?:vais|pense a) me (?:suicid\p{L}*|tuer)|je (?:n )?(?:ai plus (?:envie|la force) de vivre|ne veux plus (?:vivre|etre la|me reveiller))|n ?ai plus (?:envie|la force) de vivre|je (?:pense|songe) (?:\p{L}+ ){0,2}(?:au|a un) suicid\p{L}*|j ?ai (?:des idees suicidaires|envie d ?en finir$|envie de mourir(?! de))|je me (?:scarifie|mutile)|mieux sans moi`,
      says: [
        'Je veux mourir',
        "je n'ai plus envie de vivre",
        'Je vais me suicider',
        'je pense au suicide tous les jours',
        "j'ai envie d'en finir",
      ],
      not: [
        'je veux mourir de rire devant ce film',
        "j'ai envie d'en finir avec ce rapport",
        'taux de suicide en France',
      ],
    },
  ],
  other: [
    {
      find: phrase`(?:mon|ma|notre|un ami|une amie|quelqu ?un) (?:\p{L}+ ){0,5}?(?:veut|va|menace de|parle de|pense a) (?:\p{L}+ )?(?:mourir|se suicid\p{L}*|se tuer|en finir$|suicid\p{L}*)(?! de (?:rire|faim))`,
      says: ['mon frère veut se suicider', "ma fille dit qu'elle veut mourir"],
      not: ['mon chat va dormir'],
    },
  ],
}

const spanish: LanguagePatterns = {
  self: [
    {
      find: phrase`(?:^|yo |ya |solo |me )(?:quiero|quisiera|deseo|voy a) (?:morir(?:me)?|matarme|suicid\p{L}*|quitarme la vida|estar muert\p{L}|desaparecer para siempre)(?! de (?:risa|hambre|verguenza))|me (?:quiero|voy a) (?:matar|morir|suicid\p{L}*)(?! de)|no quiero (?:seguir )?(?:vivir|viviendo|despertar)(?: mas)?$|pienso en (?:quitarme la vida|suicid\p{L}*|matarme|la muerte)|me corto (?:los brazos|las venas|las munecas)|sin mi (?:\p{L}+ ){0,2}mejor`,
      says: ['Quiero morir', 'ya no quiero vivir', 'me quiero matar', 'pienso en quitarme la vida'],
      not: [
        'me muero de risa',
        'no quiero seguir viviendo con mis padres',
        'tasa de suicidio en España',
      ],
    },
  ],
  other: [
    {
      find: phrase`(?:mi|nuestr\p{L}|un amigo|una amiga|alguien) (?:\p{L}+ ){0,5}?(?:quiere (?:morir(?:se)?|suicid\p{L}*|matarse|quitarse la vida)|se quiere (?:matar|morir|suicid\p{L}*))(?! de)`,
      says: ['mi hermano dice que se quiere matar', 'mi amiga quiere suicidarse'],
      not: ['mi hermano quiere matar un proceso'],
    },
  ],
}

const korean: LanguagePatterns = {
  self: [
    {
      find: /(?:^|[^고워파] |그냥 |정말 |너무 )(?:죽고 ?싶(?!대|다고 (?:해|말)|어 ?해)|죽어 ?버리고 싶|죽을래|자살(?:하고 싶(?!대|다고)|할래|할 거야|할거야|충동)|자해(?:했|하고|를 했|해요|를 해))|살고 싶지 않(?!대|다고)|살기 싫(?!대|다고)|목숨을 끊고 싶|사라지고 싶다|유서를 썼/u,
      says: ['죽고 싶어요', '자살하고 싶어', '더 이상 살고 싶지 않아요', '자해했어요'],
      not: ['배고파 죽겠어', '웃겨 죽겠다', '프로세스를 죽이는 방법', '한국 자살률 2022'],
    },
  ],
  other: [
    {
      find: /(?:친구|동생|언니|누나|오빠|형|엄마|아빠|딸|아들|남편|아내|동료|어머니|아버지).{0,20}(?:자살하(?:겠|려|고 싶)|죽고 싶(?:대|다고|어 ?해)|죽겠다고|자해)/u,
      says: ['친구가 자살하겠다고 해요', '동생이 죽고 싶대요'],
      not: ['친구가 웃겨 죽겠대'],
    },
  ],
}

export const OTHER_LANGUAGES = { de: german, fr: french, es: spanish, ko: korean } as const
