/** The one model of these doors: the agent, whichever models it is made of. */
export const MODEL = 'dunnock'

/** The same, for clients that can send no field of ours: its citations stand in the text. */
const CITED_MODEL = 'dunnock-cited'

export const MODELS: readonly string[] = [MODEL, CITED_MODEL]

/** Whether a name asks for citations in the text, a provider's prefix or not. */
export const isCited = (name: string | null | undefined): boolean =>
  name?.toLowerCase().split('/').at(-1) === CITED_MODEL
