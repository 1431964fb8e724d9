/** One list of an export. */
export interface ExportList {
  name: string;
  items: AsyncIterable<unknown>;
}

/**
 * A JSON object written piece by piece: the members of `head`, then each list. At no time is more than one item of one
 * list in memory.
 */
export async function* exportJson(head: Readonly<Record<string, unknown>>, lists: readonly ExportList[]) {
  yield JSON.stringify(head).slice(0, -1);
  let first = Object.keys(head).length === 0;
  for (const { name, items } of lists) {
    yield `${first ? '' : ','}\n${JSON.stringify(name)}:[`;
    first = false;
    let separator = '\n';
    for await (const item of items) {
      yield separator + JSON.stringify(item);
      separator = ',\n';
    }
    yield ']';
  }
  yield '}\n';
}
