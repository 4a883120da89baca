import type { LanguageModel, Sample, SampleRequest } from '../../spec/language-model.ts'

type Waiting = {
  readonly request: SampleRequest
  readonly resolve: (samples: readonly Sample[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Joins up to `most` requests that wait while others are written into one batch, which reads the weights once
 * for all of them: more samples a second, none of them before its batch is done. What fails fails for the
 * whole batch, and the signal of its first request ends it: for callers who belong together.
 */
export const sampleTogether = (model: LanguageModel, most: number): LanguageModel => {
  let waiting: Waiting[] = []
  let isRunning = false

  const work = async (): Promise<void> => {
    if (isRunning) return
    isRunning = true
    // Lets in what is asked for at the same moment.
    await Promise.resolve()
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const { request } = first
      const batch = waiting.filter((one) => fitsWith(one.request, request)).slice(0, most)
      waiting = waiting.filter((one) => !batch.includes(one))
      await writeBatch(model, batch)
    }
    isRunning = false
  }

  return {
    get id() {
      return model.id
    },
    get contextTokens() {
      return model.contextTokens
    },
    countTokens: (text) => model.countTokens(text),
    async *sample(request) {
      yield* await new Promise<readonly Sample[]>((resolve, reject) => {
        waiting.push({ request, resolve, reject })
        void work()
      })
    },
  }
}

const fitsWith = (one: SampleRequest, other: SampleRequest): boolean =>
  one.maxTokens === other.maxTokens && (one.stop ?? []).join() === (other.stop ?? []).join()

const writeBatch = async (model: LanguageModel, batch: readonly Waiting[]): Promise<void> => {
  const owners = batch.flatMap(({ request: { samples } }, at) =>
    samples.map((_, index) => ({ at, index })),
  )
  const promptsBefore = batch.map((_, at) =>
    batch.slice(0, at).reduce((sum, { request }) => sum + request.prompts.length, 0),
  )
  const own: Sample[][] = batch.map(() => [])
  try {
    const request = {
      ...batch[0]?.request,
      maxTokens: batch[0]?.request.maxTokens ?? 0,
      prompts: batch.flatMap(({ request: { prompts } }) => prompts),
      samples: batch.flatMap(({ request: { samples } }, at) =>
        samples.map((spec) => ({ ...spec, prompt: spec.prompt + (promptsBefore[at] ?? 0) })),
      ),
    }
    for await (const sample of model.sample(request)) {
      const owner = owners[sample.index]
      if (owner) own[owner.at]?.push({ ...sample, index: owner.index })
    }
    for (const [at, { resolve }] of batch.entries()) resolve(own[at] ?? [])
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
