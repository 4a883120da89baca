import type { CrisisHelp } from './lines.ts'
import type { Crisis, CrisisLanguage } from './find-crisis.ts'

/** What is said in one language; `call` and `lines` are the two places that help puts its words in. */
type Words = {
  readonly call: string
  readonly anyLines: string
  readonly lines: (names: string) => string
  readonly self: (call: string, lines: string) => string
  readonly selfAgain: (call: string, lines: string) => string
  readonly other: (call: string, lines: string) => string
  readonly otherAgain: (call: string, lines: string) => string
}

const english: Words = {
  call: 'your local emergency number',
  anyLines: 'A crisis line listens to you, too: findahelpline.com names those of your country.',
  lines: (names) => `A crisis line listens to you, too: ${names}.`,
  self: (call, lines) =>
    `I am very sorry that it is so hard, and I am glad that you told me. I take it seriously. Are you safe right now? If you are in danger, or have hurt yourself or taken something, please call ${call} now. ${lines} If you can, go to somebody you trust, or ask them to stay with you. You do not have to go through this alone.`,
  selfAgain: (call, lines) =>
    `I am still here, and what you told me matters. Are you safe right now? If you are not, or are not sure, please call ${call} now and go where somebody can be with you. ${lines}`,
  other: (call, lines) =>
    `I am sorry, that is frightening, and it is right to take it seriously. Are they safe right now, and is somebody with them? If they are in danger, or have hurt themselves or taken something, please call ${call} now, and stay with them if you can do so safely. ${lines} Listen to them without judging, do not promise to keep it a secret, and look after yourself as well.`,
  otherAgain: (call, lines) =>
    `I am still here. Are they safe right now, and are you? If they are in danger, or you can not reach them, please call ${call} now. ${lines} You do not have to carry this alone.`,
}

const german: Words = {
  call: 'den Notruf deines Landes',
  anyLines:
    'Auch ein Krisentelefon hört dir zu: findahelpline.com nennt die Nummern deines Landes.',
  lines: (names) => `Auch ein Krisentelefon hört dir zu: ${names}.`,
  self: (call, lines) =>
    `Es tut mir sehr leid, dass es so schwer ist, und es ist gut, dass du es mir sagst. Ich nehme es ernst. Bist du gerade in Sicherheit? Wenn du in Gefahr bist, dich verletzt oder etwas eingenommen hast, rufe bitte jetzt an: ${call}. ${lines} Wenn du kannst, geh zu jemandem, dem du vertraust. Du musst da nicht allein durch.`,
  selfAgain: (call, lines) =>
    `Ich bin noch da, und was du mir gesagt hast, ist wichtig. Bist du gerade in Sicherheit? Wenn nicht, oder wenn du nicht sicher bist, rufe bitte jetzt an: ${call}. ${lines}`,
  other: (call, lines) =>
    `Das macht Angst, und es ist richtig, es ernst zu nehmen. Ist die Person gerade in Sicherheit, und ist jemand bei ihr? Wenn sie in Gefahr ist, rufe bitte jetzt an: ${call}. Bleib bei ihr, wenn du es gefahrlos kannst. ${lines} Hör zu, ohne zu urteilen, und behalte es nicht für dich.`,
  otherAgain: (call, lines) =>
    `Ich bin noch da. Ist die Person gerade in Sicherheit, und bist du es? Wenn sie in Gefahr ist oder du sie nicht erreichst, rufe bitte jetzt an: ${call}. ${lines}`,
}

const french: Words = {
  call: "le numéro d'urgence de ton pays",
  anyLines:
    "Une ligne d'écoute est là pour toi aussi : findahelpline.com indique celles de ton pays.",
  lines: (names) => `Une ligne d'écoute est là pour toi aussi : ${names}.`,
  self: (call, lines) =>
    `Je suis vraiment désolé que ce soit si dur, et tu as bien fait de me le dire. Je le prends au sérieux. Es-tu en sécurité en ce moment ? Si tu es en danger, si tu t'es fait du mal ou si tu as pris quelque chose, appelle maintenant : ${call}. ${lines} Si tu le peux, va auprès de quelqu'un en qui tu as confiance. Tu n'as pas à traverser cela sans aide.`,
  selfAgain: (call, lines) =>
    `Je suis toujours là, et ce que tu m'as dit compte. Es-tu en sécurité en ce moment ? Si ce n'est pas le cas, ou si tu n'en es pas sûr, appelle maintenant : ${call}. ${lines}`,
  other: (call, lines) =>
    `C'est effrayant, et tu as raison de le prendre au sérieux. Cette personne est-elle en sécurité en ce moment, et quelqu'un est-il avec elle ? Si elle est en danger, appelle maintenant : ${call}. Reste avec elle si tu le peux sans risque. ${lines} Écoute sans juger, et ne garde pas cela pour toi.`,
  otherAgain: (call, lines) =>
    `Je suis toujours là. Cette personne est-elle en sécurité en ce moment, et toi ? Si elle est en danger ou ne répond plus, appelle maintenant : ${call}. ${lines}`,
}

const spanish: Words = {
  call: 'al número de emergencias de tu país',
  anyLines: 'Una línea de ayuda también te escucha: findahelpline.com indica las de tu país.',
  lines: (names) => `Una línea de ayuda también te escucha: ${names}.`,
  self: (call, lines) =>
    `Siento mucho que sea tan difícil, y me alegra que me lo hayas dicho. Lo tomo en serio. ¿Estás a salvo ahora mismo? Si estás en peligro, te has hecho daño o has tomado algo, llama ahora: ${call}. ${lines} Si puedes, ve con alguien de confianza. No tienes que pasar por esto a solas.`,
  selfAgain: (call, lines) =>
    `Sigo aquí, y lo que me dijiste importa. ¿Estás a salvo ahora mismo? Si no, o si no lo sabes, llama ahora: ${call}. ${lines}`,
  other: (call, lines) =>
    `Eso da miedo, y haces bien en tomarlo en serio. ¿Está esa persona a salvo ahora mismo, y hay alguien con ella? Si está en peligro, llama ahora: ${call}. Quédate a su lado si puedes hacerlo sin riesgo. ${lines} Escucha sin juzgar y no lo guardes en secreto.`,
  otherAgain: (call, lines) =>
    `Sigo aquí. ¿Está esa persona a salvo ahora mismo, y tú? Si está en peligro o no responde, llama ahora: ${call}. ${lines}`,
}

const korean: Words = {
  call: '지역의 긴급 전화번호',
  anyLines: '상담 전화도 이야기를 들어 줍니다: findahelpline.com에서 나라별 번호를 볼 수 있습니다.',
  lines: (names) => `상담 전화도 이야기를 들어 줍니다: ${names}.`,
  self: (call, lines) =>
    `그렇게 힘드시다니 정말 마음이 아픕니다. 말해 주셔서 고맙습니다. 진지하게 듣고 있습니다. 지금 안전하신가요? 위험하거나, 다쳤거나, 무언가를 드셨다면 지금 바로 전화하세요: ${call}. ${lines} 가능하다면 믿을 수 있는 사람에게 가거나 곁에 있어 달라고 하세요. 혼자 견디지 않아도 됩니다.`,
  selfAgain: (call, lines) =>
    `저는 아직 여기 있고, 해 주신 이야기는 중요합니다. 지금 안전하신가요? 그렇지 않거나 확실하지 않다면 지금 바로 전화하세요: ${call}. ${lines}`,
  other: (call, lines) =>
    `정말 걱정되시겠습니다. 진지하게 받아들이시는 것이 맞습니다. 그분은 지금 안전한가요? 곁에 누가 있나요? 위험하다면 지금 바로 전화하고, 안전하다면 곁에 있어 주세요: ${call}. ${lines} 판단하지 말고 들어 주시고, 비밀로 두지 마세요.`,
  otherAgain: (call, lines) =>
    `저는 아직 여기 있습니다. 그분도, 당신도 지금 안전한가요? 위험하거나 연락이 닿지 않으면 지금 바로 전화하세요: ${call}. ${lines}`,
}

const WORDS: Readonly<Record<CrisisLanguage, Words>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  ko: korean,
}

/** What is said to somebody in danger, or close to somebody who is: in fixed words, which name whom to call. */
export const crisisWords = (
  { about, again, language }: Crisis,
  { emergency, lines }: CrisisHelp,
): string => {
  const said = WORDS[language]
  const say = again ? said[`${about}Again`] : said[about]
  return say(emergency ?? said.call, lines === undefined ? said.anyLines : said.lines(lines))
}
