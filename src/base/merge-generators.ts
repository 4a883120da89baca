/** What a generator has come to: its result, or what it threw. */
export type Outcome<Result> =
  | { readonly status: 'done'; readonly result: Result }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'late' }

/**
 * Runs generators side by side and yields what any of them yields, as it comes. Once the deadline has
 * passed, those still at work are `late` and are no longer waited for. Without one, all are.
 */
export async function* mergeGenerators<Event, Result>(
  generators: readonly AsyncGenerator<Event, Result>[],
  deadline?: Promise<unknown>,
): AsyncGenerator<Event, readonly Outcome<Result>[]> {
  type Step = { readonly at: number; readonly next: IteratorResult<Event, Result> | Failure }
  const outcomes: Outcome<Result>[] = generators.map(() => ({ status: 'late' }))
  const advance = async (at: number): Promise<Step> => {
    try {
      const next = await generators[at]?.next()
      return { at, next: next ?? { error: new Error('no such generator: this is a bug') } }
    } catch (error) {
      return { at, next: { error } }
    }
  }
  const pending = new Map(generators.map((_, at) => [at, advance(at)]))
  const over = deadline ? [deadline.then(() => undefined)] : []
  while (pending.size > 0) {
    const step = await Promise.race([...pending.values(), ...over])
    if (step === undefined) break
    const { at, next } = step
    if ('error' in next) outcomes[at] = { status: 'failed', error: next.error }
    else if (next.done) outcomes[at] = { status: 'done', result: next.value }
    else {
      pending.set(at, advance(at))
      yield next.value
      continue
    }
    pending.delete(at)
  }
  return outcomes
}

type Failure = { readonly error: unknown }
