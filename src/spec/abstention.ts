/** What the agent says where no candidate can be stood behind; the policy is trained to say the same. */
export const ABSTENTION = 'I found nothing in the sources that answers this.'

export const isAbstention = (text: string): boolean => text.trim() === ABSTENTION
