import { measure } from '../../metrics/metrics.js';
import { parse } from '../../parse/parser.js';

async function functions(source: string): Promise<Record<string, Record<string, number>>> {
  const { per_function: units } = measure(await parse(source, 'ruby'));
  return Object.fromEntries(
    units.map((unit) => [
      unit.name,
      {
        cyclomatic: unit.cyclomatic_complexity,
        cognitive: unit.cognitive_complexity,
        nesting: unit.max_nesting,
        parameters: unit.parameters,
      },
    ]),
  );
}

describe('metrics of Ruby', () => {
  it('count as RuboCop does', async () => {
    const source = `def f(a, b = 1, *rest, k:, &blk)
  if a && b
    g
  elsif a or b
    h
  else
    i
  end
  return if a
  j unless b
  a.each { |x| x&.go }
  b.map(&:to_s)
  File.open('x') { |io| io.read }
  while a do g end
  case a
  when 1, 2 then g
  when 3 then h
  else i
  end
  a ||= 1
  begin
    g
  rescue A
    h
  rescue B
    i
  end
  a ? b : 1
end
`;
    // 1 + if && elsif or + 2 modifiers + each &. map + while + 2 when + ||= + rescue once + ?:
    expect((await functions(source))['f']).toMatchObject({ cyclomatic: 16, parameters: 5 });
  });

  it('count branches by their level for cognitive complexity', async () => {
    const source = `def f(a)
  if a
    while a
      g if a
    end
  else
    h
  end
end
`;
    // if 1, while 2, modifier 3, else 1.
    expect(await functions(source)).toEqual({ f: { cyclomatic: 4, cognitive: 7, nesting: 3, parameters: 1 } });
  });

  it('count lines of code and comments, and methods of every kind', async () => {
    const source = `# one\n=begin\ntwo\n=end\nclass A\n  def self.a; end\n\n  def b? = true\nend\n`;
    expect(measure(await parse(source, 'ruby'))).toMatchObject({
      lines_of_code: 4,
      comment_lines: 4,
      blank_lines: 1,
      functions: 2,
      classes: 1,
    });
  });
});
