/** Text to token ids and back. Control tokens inside a text become plain text. */
export type Tokenizer = {
  encode(text: string): readonly number[]
  decode(ids: readonly number[]): string
  /** The id of a control token, such as `[SEP]`; throws where the vocabulary has none. */
  controlId(token: string): number
}
