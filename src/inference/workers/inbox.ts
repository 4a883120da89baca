/** Items that arrive while one reader iterates over them; ends or fails once. */
export class Inbox<Item> {
  readonly #items: Item[] = []
  #outcome: { readonly error?: unknown } | undefined
  #wake: () => void = () => undefined

  push(item: Item): void {
    this.#items.push(item)
    this.#wake()
  }

  end(): void {
    this.#outcome ??= {}
    this.#wake()
  }

  /** The reader gets the error at once, before items that it has not read. */
  fail(error: unknown): void {
    if (this.#outcome !== undefined) return
    this.#outcome = { error }
    this.#items.length = 0
    this.#wake()
  }

  async *read(): AsyncGenerator<Item, void> {
    for (;;) {
      const item = this.#items.shift()
      if (item !== undefined) yield item
      else if (this.#outcome === undefined) await this.#change()
      else if ('error' in this.#outcome) throw this.#outcome.error
      else return
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
