/** What the agent says where no candidate can be stood behind; the policy is trained to say the same. */
export const ABSTENTION = 'I found nothing in the sources that answers this.'

export const isAbstention = (text: string): boolean => text.trim() === ABSTENTION

const UNKNOWN =
  /\b(?:found nothing|nothing at hand|no source|without a source|not certain|not sure|(?:do not|don't) (?:know|want to guess))\b/iu

/** Whether a reply says in some words that the answer is not known. */
export const saysUnknown = (text: string): boolean => UNKNOWN.test(text)
