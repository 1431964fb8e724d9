import type { LanguageId, SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { parse, ParseDeadlineError } from './parser.js';

const sources: Readonly<Partial<Record<LanguageId, string>>> = {
  python: 'class A:\n    # why\n    def f(self, x=1):\n        return db.cursor().execute(f"{x}")\n',
  javascript: 'const a = () => <p>{b?.c(1)}</p>; // why\nnew x.Y(2);\n',
  typescript: 'export class A<T> { private x?: T; f(y: number) { return this.g!(y as never); } }\n',
  java: 'class A { /* why */ int f(int x) { return new java.util.Random().nextInt(x); } }\n',
};

describe('parse', () => {
  it.each(Object.keys(sources) as LanguageId[])(
    'copies %s with ids, spans and subtrees that agree',
    async (language) => {
      const tree = await parse(sources[language] ?? '', language);
      expect(tree.errors).toEqual([]);
      for (const [at, node] of tree.nodes.entries()) {
        expect(node.id).toBe(at);
        for (const child of node.children) expect(child.parent).toBe(node);
        const last = lastDescendant(node);
        expect(node.subtreeEnd).toBe(last.id + 1);
        expect(node.children.every((child) => child.start >= node.start && child.end <= node.end)).toBe(true);
      }
    },
  );

  it('finds calls by the last name of what they call', async () => {
    expect(await called('python', 'db.cursor().execute(1)\nexecute(2)\nx.execute')).toEqual([
      'db.cursor().execute(1)',
      'execute(2)',
    ]);
    const javascript = 'a.execute(1); new execute(2); (execute)(3); a["execute"](4); a?.execute(5); a[execute](6)';
    expect(await called('javascript', javascript)).toHaveLength(5);
    const java = 'class A { Object o = new a.execute<String>(1); { b.c().execute(2); } }';
    expect(await called('java', java)).toEqual(['new a.execute<String>(1)', 'b.c().execute(2)']);
  });

  it('counts offsets in UTF-16 units, lines and columns from 1, without the byte order mark', async () => {
    const tree = await parse('\ufeffa = "😀é"; b\r\nc', 'javascript');
    const b = named(tree, 'b');
    expect(tree.position(b.start)).toEqual({ line: 1, column: 12, offset: 12 });
    expect(tree.position(named(tree, 'c').start)).toEqual({ line: 2, column: 1, offset: 15 });
  });

  it('reads TypeScript with elements when no filename decides', async () => {
    const tree = await parse('const a: number = 1; const b = <p>{a}</p>;', 'typescript');
    expect(tree.errors).toEqual([]);
    expect(tree.byKind('jsx_element')).toHaveLength(1);
  });

  it('parses broken code as far as it goes and lists what it could not read', async () => {
    const tree = await parse('f(1);\nlet = = 3;\ng(2', 'javascript');
    expect(tree.errors.length).toBeGreaterThan(0);
    expect(tree.callsTo('f')).toHaveLength(1);
  });

  it('stays usable after a parse that passed its deadline', async () => {
    await expect(parse('a=>'.repeat(30_000), 'java', { deadlineMs: 0 })).rejects.toThrow(ParseDeadlineError);
    const tree = await parse('class A {}', 'java');
    expect(tree.byKind('class_declaration')).toHaveLength(1);
  });

  it('copies trees that are deeper than any call stack', async () => {
    const tree = await parse('!'.repeat(50_000) + 'x', 'javascript');
    expect(tree.byKind('unary_expression')).toHaveLength(50_000);
  });
});

function lastDescendant(node: SyntaxNode): SyntaxNode {
  let last = node;
  for (let next = last.children.at(-1); next !== undefined; next = last.children.at(-1)) last = next;
  return last;
}

async function called(language: LanguageId, source: string): Promise<string[]> {
  const tree = await parse(source, language);
  return tree.callsTo('execute').map((call) => tree.text(call));
}

function named(tree: SyntaxTree, name: string): SyntaxNode {
  const found = tree.byKind('identifier').find((node) => tree.text(node) === name);
  if (found === undefined) throw new Error(`no identifier ${name}`);
  return found;
}
