/** Every error code of the service, with its HTTP status and what the reader can do about it. */
export const ERRORS = {
  INVALID_REQUEST: { status: 400, remedy: 'Correct the fields named in details.' },
  INVALID_JSON: { status: 400, remedy: 'Send one well-formed JSON object.' },
  INVALID_TEXT: { status: 400, remedy: 'Send well-formed Unicode: a lone surrogate was found.' },
  INVALID_RULE_SET: { status: 400, remedy: 'Correct the rule named in the message.' },
  UNSUPPORTED_DOCUMENT: { status: 415, remedy: 'Send text, Markdown, HTML or PDF.' },
  DOCUMENT_TOO_COMPLEX: { status: 422, remedy: 'Send it in parts, or its text alone.' },
  UNAUTHORIZED: { status: 401, remedy: 'Send the API key as a bearer token.' },
  FORBIDDEN_ORIGIN: {
    status: 403,
    remedy: 'Add the origin to DUNNOCK_ORIGINS, or the name to DUNNOCK_HOSTS.',
  },
  TENANT_RULES: { status: 403, remedy: 'Use the operator’s key: a tenant’s can only add rules.' },
  URL_REFUSED: { status: 403, remedy: 'Only public http and https addresses are fetched.' },
  NOT_FOUND: { status: 404, remedy: 'Check the path or the id.' },
  DIALOGUE_NOT_FOUND: { status: 404, remedy: 'Leave dialogueId out to start a new dialogue.' },
  TURN_NOT_FOUND: { status: 404, remedy: 'Use the turnId of a reply of this service.' },
  RULE_NOT_FOUND: { status: 404, remedy: 'GET /rules lists the rules and sets in force.' },
  DOCUMENT_NOT_FOUND: { status: 404, remedy: 'GET /documents lists what is indexed.' },
  METHOD_NOT_ALLOWED: { status: 405, remedy: 'GET /openapi.json lists the calls.' },
  DIALOGUE_BUSY: { status: 409, remedy: 'Wait for turn-end, or send stop.' },
  PROBE_BUSY: { status: 409, remedy: 'GET /probes/:id says how far the running one is.' },
  WEIGHTS_WORSE: { status: 409, remedy: 'Keep the weights in force, or add --force.' },
  PAYLOAD_TOO_LARGE: { status: 413, remedy: 'Send less: the limits are in docs/errors.md.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, remedy: 'Send content-type: application/json.' },
  RATE_LIMITED: { status: 429, remedy: 'Wait for the seconds in Retry-After.' },
  OVERLOADED: { status: 503, remedy: 'Wait for the seconds in Retry-After.' },
  NOT_READY: { status: 503, remedy: 'GET /ready says what is missing; ask it again.' },
  ABORTED: { status: 499, remedy: 'The caller left or sent stop.' },
  FETCH_FAILED: { status: 502, remedy: 'The page did not answer in time or was too large.' },
  SOURCE_FAILED: { status: 502, remedy: 'GET /health says which evidence source is down.' },
  LANGUAGE_MODEL_FAILED: { status: 502, remedy: 'GET /health says which model is down.' },
  STORE_FAILED: { status: 507, remedy: 'Free space if the disk is full, or set DUNNOCK_DATA.' },
  CONFIG_INVALID: { status: 500, remedy: 'Correct the setting named in the message.' },
  PORT_TAKEN: { status: 500, remedy: 'Choose another PORT, or stop the process that holds it.' },
  DATA_NOT_WRITABLE: { status: 500, remedy: 'Point DUNNOCK_DATA to a folder you can write.' },
  DATA_IN_USE: { status: 500, remedy: 'Stop the other process, or choose another DUNNOCK_DATA.' },
  MODEL_MISSING: { status: 500, remedy: 'Restore the file: git checkout -- models.' },
  MODEL_CORRUPT: { status: 500, remedy: 'Restore the file: git checkout -- models.' },
  DEVICE_UNAVAILABLE: { status: 500, remedy: 'Use --device auto or cpu, or see docs/gpu.md.' },
  INTERNAL: { status: 500, remedy: 'Report it with the requestId.' },
} as const satisfies Record<string, { status: number; remedy: string }>

export type ErrorCode = keyof typeof ERRORS

/** An expected failure: callers branch on `code`, people read `message`. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: unknown

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details
  }
}

export const isAppError = (error: unknown, code?: ErrorCode): error is AppError =>
  error instanceof AppError && (code === undefined || error.code === code)

/** Throws ABORTED once the signal has fired, so that loops stop between two steps. */
export const throwIfAborted = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw new AppError('ABORTED', 'The caller left.', { cause: signal.reason })
}
