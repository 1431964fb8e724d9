import { parse } from '../../../parse/parser.js';
import { readImports } from '../../imports.js';
import type { SinkClass } from '../../sink-class.js';
import { valueOrigins } from '../../value-origin.js';

/** The kind of origin of the first argument of each `sink(…)` call, in source order. */
async function kinds(code: string, sink: SinkClass = 'sql'): Promise<string[]> {
  const tree = await parse(code, 'ruby');
  const values = valueOrigins(tree, readImports(tree));
  return tree.callsTo('sink').map((call) => {
    const list = call.children.find((child) => child.field === 'arguments');
    const argument = list?.children.find((child) => child.named);
    if (!argument) throw new Error('a sink without an argument');
    return values.of(argument, sink).kind;
  });
}

const inMethod = (body: string): string => `def show\n${body}\nend\n`;

describe('Ruby values', () => {
  it('come from the request through texts of every spelling', async () => {
    const code = inMethod(`id = params[:id]
sink("id = #{id}")
sink('a' + id)
sink("id = %s" % id)
sink(format("%s", id))
q = 'select '
q << id
sink(q)
h = <<~SQL
  select #{id}
SQL
sink(h)`);
    expect(new Set(await kinds(code))).toEqual(new Set(['remote']));
  });

  it('are found on both sides of what does not belong into a class', async () => {
    const action = (name: string): string => `  def ${name}\n    sink(params[:id])\n  end\n`;
    expect(await kinds(`class A < B\n${action('a')}  }\n${action('b')}end\n`)).toEqual(['remote', 'remote']);
  });

  it('that are numbers are harmless', async () => {
    const code = inMethod(`sink(params[:a].to_i)
sink("x #{Integer(params[:a])}")
sink("%d" % params[:a])
sink(params[:ids].map(&:to_i))
sink(params[:ids].map { |i| i.to_i }.join(','))`);
    expect(new Set(await kinds(code))).toEqual(new Set(['sanitised']));
  });

  it('call a method where no variable has the name, and return what comes last', async () => {
    const code = `class C
  def show
    sink(filter)
    sink(chosen)
    filter = 'x'
    sink(filter)
  end
  def filter
    params[:f]
  end
  def chosen
    if admin?
      'a'
    else
      'b'
    end
  end
end
`;
    // The first name is a variable in Ruby too: its method binds it further down.
    expect(await kinds(code)).toEqual(['unknown', 'constant', 'constant']);
    expect(await kinds('class C\n  def show\n    sink(own)\n  end\n  def own\n    params[:f]\n  end\nend\n')).toEqual([
      'remote',
    ]);
  });

  it('are proved by inclusion and by a match of the whole text', async () => {
    const guarded = (guard: string): string => inMethod(`x = params[:x]\nreturn unless ${guard}\nsink(x)`);
    expect(await kinds(`ALLOWED = %w[a b].freeze\n${guarded('ALLOWED.include?(x)')}`)).toEqual(['sanitised']);
    expect(await kinds(guarded('x =~ /\\A[a-z]+\\z/'))).toEqual(['sanitised']);
    expect(await kinds(guarded('x.match?(/\\A[a-z]+\\z/)'))).toEqual(['sanitised']);
    expect(await kinds(guarded('x =~ /^[a-z]+$/'))).toEqual(['remote']);
    expect(await kinds(guarded('params[:allowed].include?(x)'))).toEqual(['remote']);
  });

  it('need no variable to be proved, and come out of a table as its values', async () => {
    const code = `ORDERS = { 'a' => 'name' }.freeze
def show
  o = %w[a b].include?(params[:o]) ? params[:o] : 'a'
  sink(o)
  sink(ORDERS[params[:k]])
  sink(ORDERS.fetch(params[:k], 'id'))
end
`;
    expect(await kinds(code)).toEqual(['sanitised', 'constant', 'constant']);
  });

  it('reach into blocks that run where they stand, and out of them', async () => {
    const code = inMethod(`t = 'a'
params[:ids].each { |i| sink(i) }
File.open('x') do |f|
  t = params[:t]
  sink(t)
end
sink(t)
a, b = params[:a], 'k'
sink(a)
sink(b)
c = case params[:c]
    when 'x' then 'x'
    else 'y'
    end
sink(c)`);
    expect(await kinds(code)).toEqual(['remote', 'remote', 'remote', 'remote', 'constant', 'constant']);
  });

  it('of one route do not end with another’s halt', async () => {
    const code = `get '/a' do
  halt 404 if params[:x].nil?
  halt 400
end
get '/b' do
  sink(params[:b])
end
`;
    expect(await kinds(code)).toEqual(['remote']);
  });
});
