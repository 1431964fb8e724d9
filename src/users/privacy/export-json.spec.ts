import { array, assert, asyncProperty, dictionary, jsonValue, string } from 'fast-check';
import { exportJson, type ExportList } from './export-json.js';

async function* each(items: readonly unknown[]) {
  yield* items;
}

async function text(head: Record<string, unknown>, lists: readonly ExportList[]): Promise<string> {
  let whole = '';
  for await (const piece of exportJson(head, lists)) whole += piece;
  return whole;
}

describe('exportJson', () => {
  it('is the JSON of the whole, whatever is in it', async () => {
    await assert(
      asyncProperty(dictionary(string(), jsonValue()), array(array(jsonValue())), async (head, contents) => {
        const lists = contents.map((items, i) => ({ name: `list ${i}`, items: each(items) }));
        const expected = { ...head, ...Object.fromEntries(contents.map((items, i) => [`list ${i}`, items])) };
        expect(JSON.parse(await text(head, lists))).toEqual(JSON.parse(JSON.stringify(expected)));
      }),
      { numRuns: 200 },
    );
  });

  it('asks for an item only when the one before was taken', async () => {
    let asked = 0;
    async function* counted() {
      for (; asked < 1_000_000;) {
        asked += 1;
        yield asked;
      }
    }
    const pieces = exportJson({ a: 1 }, [{ name: 'many', items: counted() }]);
    for (let i = 0; i < 5; i += 1) await pieces.next();
    expect(asked).toBe(3);
    await pieces.return();
  });
});
