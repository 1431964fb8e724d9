import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';
import { functionsOf } from './shape.js';

const assertion =
  /\b(assert\w*|expect\w*|should|verify\w*|fail|raises|toThrow|is_expected|must_\w+|wont_\w+|flunk|check\w*|ensure\w*|must\w*|require\.\w+|t\.(is|deepEqual|truthy|throws|equal|ok|pass)|andExpect|StepVerifier|assume\w*)\b|\.(should|expect)\b|\bassert|\b[tb]\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow|Skip|Skipf|SkipNow|Run)\b|\.Should\w*\(|\bReceived\w*\(|\bThrows\w*\b/i;

/** A test that runs code and looks at nothing passes as long as nothing throws. */
export const testWithoutAssertion: Check = function* (file) {
  for (const { node, body, name } of tests(file)) {
    const text = file.text(body);
    if (file.named(body).length === 0 || assertion.test(text) || /\b(pytest\.skip|pass$|throw |raise )/.test(text))
      continue;
    yield { node, message: `${name} asserts nothing: it passes whatever the code answers. State what must hold.` };
  }
};

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

function* tests(file: SourceFile): Generator<{ node: SyntaxNode; body: SyntaxNode; name: string }> {
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
      (file.tree.language === 'ruby' && name.startsWith('test_'));
    if (isTest) yield { node: file.field(fn, 'name') ?? fn, body, name };
  }
  if (file.tree.language === 'ruby') yield* exampleBlocks(file);
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
