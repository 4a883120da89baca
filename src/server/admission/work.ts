export type Work = {
  /** Work of one kind takes alike long: its durations are measured together. */
  readonly kind: string
  /** How much of its kind it is; 1 is the usual. */
  readonly cost?: number
  /** In which it has to be done, its wait included; left out, that of the door. */
  readonly deadlineMs?: number
  /** Ends its wait. */
  readonly signal?: AbortSignal
  /** For work that may lose those who wait for it: then it gives way before anyone is refused. */
  readonly orphan?: { readonly isOne: () => boolean; readonly giveWay: () => void }
}

/** Work that has come in; with a seat since `seatedAt`, in milliseconds of the door's clock. */
export type Entry = {
  readonly caller: string
  readonly work: Work
  seatedAt?: number
}
