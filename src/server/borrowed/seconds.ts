/** Now, in seconds, as OpenAI's shapes tell the time. */
export const seconds = (): number => Math.floor(Date.now() / 1_000)
