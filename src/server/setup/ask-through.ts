import type { LanguageModel } from '../../spec/language-model.ts'
import type { Models } from './load-models.ts'

/** How a caller asks the language model, for example by joining requests. */
export type AskedBy = (model: LanguageModel) => LanguageModel

/** The models with the language model asked that way; as they are, where no way is given. */
export const askThrough = (models: Partial<Models>, by?: AskedBy): Partial<Models> => {
  const { languageModel } = models
  if (by === undefined || languageModel === undefined) return models
  return { ...models, languageModel: by(languageModel) }
}
