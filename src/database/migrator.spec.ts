import { statements } from './migrator.js';

describe('statements', () => {
  it('splits at semicolons that end a line', () => {
    expect(statements('create table a (x int);\n\ncreate table b (\n  y int\n);\n')).toEqual([
      'create table a (x int);\n',
      'create table b (\n  y int\n);\n',
    ]);
  });

  it('is not misled by comments', () => {
    expect(statements('-- first; of all;\ncreate table a (\n  x int, -- a number;\n  y int\n); -- done;\n')).toEqual([
      'create table a (\n  x int,\n  y int\n);\n',
    ]);
  });

  it('keeps the body of a function whole', () => {
    const body = 'create function f() returns int as $$\nbegin\n  return 1;\nend;\n$$ language plpgsql;\n';
    expect(statements(`${body}select f();`)).toEqual([body, 'select f();\n']);
  });

  it('takes a last statement without a semicolon', () => {
    expect(statements('select 1')).toEqual(['select 1\n']);
  });
});
