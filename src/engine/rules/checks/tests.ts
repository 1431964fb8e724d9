import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';
import { functionsOf } from './shape.js';

const assertion =
  /\b(assert\w*|expect\w*|should|verify\w*|fail|raises|toThrow|check\w*|ensure\w*|must\w*|require\.\w+|t\.(is|deepEqual|truthy|throws|equal|ok|pass)|andExpect|StepVerifier|assume\w*)\b|\.(should|expect)\b|\bassert/i;

/** A test that runs code and looks at nothing passes as long as nothing throws. */
export const testWithoutAssertion: Check = function* (file) {
  for (const { node, body, name } of tests(file)) {
    const text = file.text(body);
    if (file.named(body).length === 0 || assertion.test(text) || /\b(pytest\.skip|pass$|throw |raise )/.test(text))
      continue;
    yield { node, message: `${name} asserts nothing: it passes whatever the code answers. State what must hold.` };
  }
};

function* tests(file: SourceFile): Generator<{ node: SyntaxNode; body: SyntaxNode; name: string }> {
  for (const { fn, body, name } of functionsOf(file)) {
    const isPython =
      file.tree.language === 'python' && name.startsWith('test_') && file.field(fn, 'parameters') !== null;
    const isJava = fn.children.some(
      (child) => child.kind === 'modifiers' && /@Test\b(?!\s*\([^)]*expected)/.test(file.text(child)),
    );
    if (isPython || isJava) yield { node: file.field(fn, 'name') ?? fn, body, name };
  }
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
