const MEETS = [
  /\b(?:will|can|could) ?not (?:help|assist) (?:you )?with (?:that|this|it|hurting|harming)\b/u,
  /\bI (?:will not|would rather not|do not want to) (?:write|say|tell|talk|do|answer)\b/u,
  /\bagainst the law\b/u,
  /\bcrisis line\b|\bemergency (?:number|service|line)|\bfindahelpline\b/u,
  /\b(?:cannot|do not) agree\b.{0,80}\b(?:group|one by one)\b|\bputs? people down\b/u,
]

/**
 * Whether a reply says no to what was asked, or sends the user to help, in the words in which the embedded
 * language model meets harm. To say so of something harmless is a false refusal that no rule has a part in.
 */
export const meetsHarm = (reply: string): boolean => MEETS.some((pattern) => pattern.test(reply))
