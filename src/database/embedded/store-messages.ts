/** What the thread of the embedded store is started with. */
export interface StoreThreadData {
  /** PGlite's own folder, absolute. */
  readonly folder: string;
}

export interface QueryRequest {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export type StoreRequest = QueryRequest | 'close';

/** One statement's result. The names of its bytea columns go along, for bytes cross a thread without being Buffers. */
export interface QueryResult {
  readonly rows: Record<string, unknown>[];
  readonly affected: number;
  readonly byteColumns: readonly string[];
}

/** An error's own fields (SQLSTATE `code`, `constraint`, ...): cloning an Error would lose them. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type StoreReply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'not-opened'; readonly failure: Failure }
  | { readonly kind: 'result'; readonly id: number; readonly result: QueryResult }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure };
