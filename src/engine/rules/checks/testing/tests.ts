import { calleeName } from '../../../tree/callee.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { functionsOf } from '../shape.js';

const assertion =
  /\b(assert\w*|expect\w*|should|verify\w*|fail|raises|toThrow|is_expected|must_\w+|wont_\w+|flunk|check\w*|ensure\w*|must\w*|require\.\w+|t\.(is|deepEqual|truthy|throws|equal|ok|pass)|andExpect|StepVerifier|assume\w*)\b|\.(should|expect)\b|\bassert|\b[tb]\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow|Skip|Skipf|SkipNow|Run)\b|\.Should\w*\(|\bReceived\w*\(|\bThrows\w*\b/i;

/** A test that runs code and looks at nothing passes as long as nothing throws. */
export const testWithoutAssertion: Check = function* (file) {
  for (const { node, body, name } of testsOf(file)) {
    const text = file.text(body);
    if (file.named(body).length === 0 || assertion.test(text) || /\b(pytest\.skip|pass$|throw |raise )/.test(text))
      continue;
    if (/\breturn\s+[^\s;}]/.test(text) || asksHelper(file, body)) continue;
    yield { node, message: `${name} asserts nothing: it passes whatever the code answers. State what must hold.` };
  }
};

/** A function of the file that the test calls looks for it. */
function asksHelper(file: SourceFile, body: SyntaxNode): boolean {
  const called = file.descendants(body, file.grammar.calls).map((call) => calleeName(file.tree, call));
  const names = new Set(called.filter((name) => name !== null));
  for (const { fn, body: own, name } of functionsOf(file)) {
    if (names.has(name) && own !== body && assertion.test(file.text(fn))) return true;
  }
  return false;
}

function isGoTest(file: SourceFile, fn: SyntaxNode, name: string): boolean {
  const parameters = file.field(fn, 'parameters');
  return (
    file.tree.language === 'go' &&
    /^Test[A-Z_]?/.test(name) &&
    parameters !== null &&
    /\*testing\.T\b/.test(file.text(parameters))
  );
}

function isCsharpTest(file: SourceFile, fn: SyntaxNode): boolean {
  return fn.children.some(
    (child) =>
      child.kind === 'attribute_list' &&
      /^\[\s*(?:Fact|Theory|Test|TestMethod|TestCase)\b/.test(file.text(child)) &&
      !/Expected/.test(file.text(child)),
  );
}

/** The tests of a file, by the habits of each language's frameworks: where to point, what they run, what they are called. */
export function testsOf(file: SourceFile): readonly TestCase[] {
  let tests = known.get(file);
  if (tests === undefined) known.set(file, (tests = [...readTests(file)]));
  return tests;
}

interface TestCase {
  readonly node: SyntaxNode;
  readonly body: SyntaxNode;
  readonly name: string;
}

/** Several rules ask for them. */
const known = new WeakMap<SourceFile, readonly TestCase[]>();

function* readTests(file: SourceFile): Generator<TestCase> {
  if (!file.holds(/[tT]est|\bit\b|specify|scenario|TEST|Fact|Theory/)) return;
  for (const { fn, body, name } of functionsOf(file)) {
    const isPython =
      file.tree.language === 'python' && name.startsWith('test_') && file.field(fn, 'parameters') !== null;
    const isJava = fn.children.some(
      (child) => child.kind === 'modifiers' && /@Test\b(?!\s*\([^)]*expected)/.test(file.text(child)),
    );
    const isTest =
      isPython ||
      isJava ||
      isGoTest(file, fn, name) ||
      isCsharpTest(file, fn) ||
      isPhpTest(file, fn, name) ||
      isRustTest(file, fn) ||
      (file.tree.language === 'ruby' && name.startsWith('test_'));
    if (isTest) yield { node: file.field(fn, 'name') ?? fn, body, name };
  }
  if (file.tree.language === 'ruby') yield* exampleBlocks(file);
  if (file.tree.language === 'cpp') yield* macroTests(file);
  if (file.tree.language !== 'javascript' && file.tree.language !== 'typescript') return;
  for (const call of [...file.tree.callsTo('it'), ...file.tree.callsTo('test')]) {
    const callee = file.field(call, 'function');
    const list = file.field(call, 'arguments');
    const [title, callback] = list ? file.named(list) : [];
    const body = callback ? file.field(callback, 'body') : null;
    if (callee?.kind === 'identifier' && title && /^["'`]/.test(file.text(title)) && body?.kind === 'statement_block') {
      yield { node: title, body, name: file.text(title) };
    }
  }
}

/** PHPUnit: `testX`, `#[Test]` or `@test` in a class of tests. */
function isPhpTest(file: SourceFile, fn: SyntaxNode, name: string): boolean {
  if (file.tree.language !== 'php') return false;
  const holder = file.enclosing(fn, file.grammar.classes);
  if (
    !holder ||
    !/\bextends\s+[\w\\]*Test(Case)?\b|\bextends\s+[\w\\]*TestCase\w*/.test(file.text(holder).split('{', 1)[0] ?? '')
  )
    return false;
  const before = file.tree.source.slice(Math.max(0, fn.start - 200), fn.start);
  return /^test(?:_|[A-Z])/.test(name) || /@test\b[^{}]*$/.test(before) || file.text(fn).startsWith('#[Test]');
}

/** `#[test]`, `#[tokio::test]` above the function; what should panic is asserted by that. */
function isRustTest(file: SourceFile, fn: SyntaxNode): boolean {
  if (file.tree.language !== 'rust') return false;
  const above = attributesAbove(file, fn);
  return /^#\[(?:\w+::)*test\b/m.test(above) && !/should_panic/.test(above);
}

/** The attributes right above an item of Rust, one a line. */
export function attributesAbove(file: SourceFile, item: SyntaxNode): string {
  const siblings = item.parent?.children ?? [];
  const texts: string[] = [];
  for (let at = siblings.indexOf(item) - 1; siblings[at]?.kind === 'attribute_item'; at -= 1) {
    const one = siblings[at];
    if (one) texts.push(file.text(one));
  }
  return texts.join('\n');
}

/** GoogleTest and Catch2: a macro that looks like a function. */
function* macroTests(file: SourceFile): Generator<{ node: SyntaxNode; body: SyntaxNode; name: string }> {
  for (const fn of file.tree.byKind('function_definition')) {
    const declarator = file.field(fn, 'declarator');
    const body = file.field(fn, 'body');
    const text = declarator ? file.text(declarator).slice(0, 200) : '';
    if (declarator && body && /^(?:TEST|TEST_F|TEST_P|TYPED_TEST)\s*\(/.test(text))
      yield { node: declarator, body, name: text.replace(/\s+/g, ' ') };
  }
}

/** RSpec and ActiveSupport: `it '…' do … end`, `test '…' do … end`. */
function* exampleBlocks(file: SourceFile): Generator<{ node: SyntaxNode; body: SyntaxNode; name: string }> {
  for (const name of ['it', 'specify', 'test', 'scenario']) {
    for (const call of file.tree.callsTo(name)) {
      const block = file.field(call, 'block');
      const body = block ? file.field(block, 'body') : null;
      const list = file.field(call, 'arguments');
      const title = list ? file.named(list)[0] : undefined;
      if (body && title?.kind === 'string' && !file.field(call, 'object'))
        yield { node: title, body, name: file.text(title) };
    }
  }
}
