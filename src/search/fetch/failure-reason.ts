const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name could not be resolved (no network?)',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'the host can not be reached',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'the page stopped coming',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are too large',
  Z_DATA_ERROR: 'its compression is broken',
  Z_BUF_ERROR: 'the page ended too early',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate signs itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate signs itself',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is of another host',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate can't be checked",
  TimeoutError: 'it took too long',
}

/** What went wrong on the network, in words: the innermost cause that has any. */
export const failureReason = (error: unknown): string => {
  for (const one of causes(error)) {
    const words = WORDS[codeOf(one)] ?? WORDS[one.name]
    if (words !== undefined) return words
  }
  const [outer] = causes(error)
  return outer?.message.split('\n')[0] ?? String(error)
}

/** An error and what caused it, outermost first. */
export const causes = (error: unknown, depth = 8): readonly Error[] => {
  if (!(error instanceof Error) || depth === 0) return []
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause
  return [error, ...causes(inner, depth - 1)]
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '')
