import { parse } from '../../../parse/parser.js';
import { readImports } from '../../imports.js';
import { valueOrigins } from '../../value-origin.js';

/** The origins of the first argument of each `sink(…)` call of a servlet. */
async function kinds(members: string, body: string): Promise<string[]> {
  const code = `class S extends HttpServlet { ${members} void doGet(HttpServletRequest q) { ${body} } }`;
  const tree = await parse(code, 'java');
  expect(tree.errors).toEqual([]);
  const origins = valueOrigins(tree, readImports(tree));
  return tree.callsTo('sink').map((call) => {
    const list = call.children.find((child) => child.field === 'arguments');
    const argument = list?.children.find((child) => child.named);
    return argument ? origins.of(argument, 'sql').kind : 'none';
  });
}

describe('records in Java', () => {
  it('keep their components apart', async () => {
    const made = 'Filter f = new Filter("EU", q.getParameter("owner")); sink(f.region()); sink(f.owner());';
    expect(await kinds('record Filter(String region, String owner) {}', made)).toEqual(['constant', 'remote']);
  });

  it('hold what a compact constructor leaves, and answer by a method of their own where there is one', async () => {
    const checked = 'record Filter(String owner) { Filter { owner = "x"; } }';
    expect(await kinds(checked, 'sink(new Filter(q.getParameter("o")).owner());')).toEqual(['constant']);
    const answered = 'record Filter(String owner) { public String owner() { return "x"; } }';
    expect(await kinds(answered, 'sink(new Filter(q.getParameter("o")).owner());')).toEqual(['constant']);
  });

  it('carry no text in numbers and in enums of the file', async () => {
    const members =
      'enum Sort { ID, NAME } record Filter(Sort sort, int limit, String text) {} ' +
      'void post(@RequestBody Filter f) { sink(f.sort()); sink(f.limit()); sink(f.text()); }';
    expect(await kinds(members, '')).toEqual(['sanitised', 'sanitised', 'remote']);
  });
});
