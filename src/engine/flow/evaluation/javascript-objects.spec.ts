import { readImports } from '../imports.js';
import { parse } from '../../parse/parser.js';
import { valueOrigins } from '../value-origin.js';

describe('JavaScript without types', () => {
  it('calls objects after their class', async () => {
    const store = 'class MeterStore { list(filter) { sink(filter); } }';
    const route = (call: string): string => `${store} function routes(store, box) { app.get('/', (req) => ${call}); }`;
    expect(await kinds(route('store.list(req.query.q)'))).toEqual(['remote']);
    // Nothing says that a box is a MeterStore: what `filter` is, its unknown callers know.
    expect(await kinds(route('box.list(req.query.q)'))).toEqual(['parameter']);
  });

  it("names the keys of a caller's record itself, and not those of a request's", async () => {
    const loop = 'for (const [column, value] of Object.entries(given)) { sink(column); sink(value); }';
    expect(await kinds(`export function f(given) { ${loop} }`)).toEqual(['unknown', 'parameter']);
    expect(await kinds(`app.post('/', (req, res) => { const given = req.body; ${loop} });`)).toEqual([
      'remote',
      'remote',
    ]);
  });

  it('goes on after what only an object ends', async () => {
    const after = (call: string): string => `app.get('/', (req, res) => { ${call}; sink(req.query.q); });`;
    for (const call of ['controller.abort()', 'this.#controller?.abort()', 'redis.quit()'])
      expect(await kinds(after(call))).toEqual(['remote']);
    for (const call of ['process.abort()', 'process.exit(1)']) expect(await kinds(after(call))).toEqual(['unknown']);
  });

  it('counts functions without a name as parts of the one they stand in', async () => {
    const code = `
      const signs = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&#39;' };
      function escapeHtml(text) { return String(text).replace(/[&<>"']/g, (sign) => signs[sign]); }
      class List { entry(one) { return escapeHtml(one.text); } render(all) { sink(all.map((one) => this.entry(one)).join('')); } }
      app.get('/', (req, res) => { new List().render(req.body.all); });`;
    expect(await kinds(code, 'html')).toEqual(['sanitised']);
  });
});

async function kinds(code: string, sink: 'sql' | 'html' = 'sql'): Promise<string[]> {
  const tree = await parse(code, 'javascript');
  const origins = valueOrigins(tree, readImports(tree));
  return tree.callsTo('sink').map((call) => {
    const list = call.children.find((child) => child.field === 'arguments');
    const argument = list?.children.find((child) => child.named);
    return argument ? origins.of(argument, sink).kind : 'none';
  });
}
