/** What the store asks of a database; parameters are `$1`, `$2` ... Errors are AppErrors: STORE_FAILED. */
export type Queries = {
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>
}

/** A committed row outlives the process, however it ends. */
export type Database = Queries & {
  /** All of `work` or nothing of it. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  close(): Promise<void>
}
