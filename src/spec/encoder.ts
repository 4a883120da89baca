/** Texts to unit vectors: their dot product is the cosine. Longer texts are cut at the model's limit. */
export type Encoder = {
  readonly id: string
  readonly dimensions: number
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>
}
