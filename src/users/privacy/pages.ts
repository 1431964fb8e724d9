/**
 * Every row of a keyset-paged list, one page in memory at a time.
 * @param read the page after a row (null: the first), shorter than `size` when it is the last.
 */
export async function* everyRow<T>(size: number, read: (after: T | null) => Promise<T[]>): AsyncGenerator<T> {
  let after: T | null = null;
  for (;;) {
    const rows: T[] = await read(after);
    yield* rows;
    after = rows.at(-1) ?? null;
    if (after === null || rows.length < size) return;
  }
}

/** Every row of a list that is short for any account. */
export async function* fewRows<T>(query: { execute(): Promise<T[]> }): AsyncGenerator<T> {
  yield* await query.execute();
}
