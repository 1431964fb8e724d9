import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { attributesAbove, testsOf } from './tests.js';

/** Calls that stop a thread for a while, by their last names. */
const pauses = ['Sleep', 'Delay', 'sleep', 'usleep', 'sleep_for', 'sleep_until'];
const pause =
  /^(?:Thread\.Sleep|Task\.Delay|time\.Sleep|(?:std::)?thread::sleep|tokio::time::sleep|(?:std::)?this_thread::sleep_(?:for|until)|\\?u?sleep|Kernel\.sleep)$/;

/** A pause of fixed length in a test; one in a loop that asks again is a bounded wait. */
export const sleepInTest: Check = function* (file) {
  const tests = testsOf(file);
  if (tests.length === 0) return;
  for (const name of pauses) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function') ?? file.field(call, 'name');
      const object = file.field(call, 'object');
      if (!callee || (object && file.text(object) !== 'Kernel') || !pause.test(file.text(callee))) continue;
      if (loopAround(file, call) || !tests.some(({ body }) => body.start <= call.start && call.end <= body.end))
        continue;
      yield { node: call };
    }
  }
};

const asserts =
  /\b(?:assert\w*!?|expect\w*|should|verify|EXPECT_\w+|ASSERT_\w+|CHECK|REQUIRE)\s*[(.]|\bassert\b|\bassert_\w+|\b(?:Assert|Should)\.|\.(?:should|Should)\w*\(|\brequire\.\w+\(/;
const failsOtherwise = /\bfail\w*\b|\bflunk\b|\bpytest\.raises\b|\bunreachable\b|\bpanic!/i;
/** Conditions of the machine and not of the code under test. */
const environment =
  /platform|version|env|\bos\b|os\.|GOOS|windows|win32|linux|darwin|feature|short|isatty|supports|hasattr|extension|DEBUG|CI\b/i;

/** Every assertion of the test stands in a branch: where it is not taken, the test passes having looked at nothing. */
export const conditionalAssertion: Check = function* (file) {
  for (const { body, name } of testsOf(file)) {
    const looking = statementsOf(file, body).filter((one) => asserts.test(file.text(one)));
    const [first] = looking;
    if (first === undefined || failsOtherwise.test(file.text(body))) continue;
    if (looking.every((one) => isOneWay(file, one)))
      yield {
        node: first,
        message: `${name} asserts only on this way: when it is not taken, nothing is looked at. Assert without a condition, or fail on the other way.`,
      };
  }
};

function statementsOf(file: SourceFile, body: SyntaxNode): readonly SyntaxNode[] {
  const statements = file.named(body);
  const [only] = statements;
  const inner = only && /^(?:statement_list|body_statement)$/.test(only.kind) ? file.named(only) : statements;
  return inner.map((one) => (one.kind === 'expression_statement' ? (file.named(one)[0] ?? one) : one));
}

/** An `if` without `else`, or a `try` that looks only at what it caught. */
function isOneWay(file: SourceFile, statement: SyntaxNode): boolean {
  if (/^if_(?:statement|expression)$/.test(statement.kind)) {
    const condition = file.field(statement, 'condition');
    return (
      file.field(statement, 'alternative') === null &&
      condition !== null &&
      !environment.test(file.text(condition)) &&
      !asserts.test(file.text(condition))
    );
  }
  if (!file.grammar.tries.has(statement.kind)) return false;
  const body = file.field(statement, 'body');
  return (
    body !== null &&
    !asserts.test(file.text(body)) &&
    statement.children.some((child) => file.grammar.handlers.has(child.kind) && asserts.test(file.text(child)))
  );
}

/** A test that is switched off, or that switches all others off. */
export const disabledTest: Check = function* (file) {
  switch (file.tree.language) {
    case 'csharp':
      for (const list of file.tree.byKind('attribute_list'))
        if (/^\[\s*(?:(?:Fact|Theory)\s*\([^)]{0,200}\bSkip\s*=|Ignore\b)/.test(file.text(list))) yield { node: list };
      break;
    case 'rust':
      for (const fn of file.tree.byKind('function_item')) {
        const above = attributesAbove(file, fn);
        if (/^#\[ignore\]/m.test(above) && /^#\[(?:\w+::)*test\b/m.test(above))
          yield { node: file.field(fn, 'name') ?? fn };
      }
      break;
    case 'cpp':
      for (const { node, name } of testsOf(file)) if (/\bDISABLED_\w+/.test(name)) yield { node };
      break;
    case 'ruby':
      yield* renamedExamples(file);
      break;
    default:
      yield* skippedAtStart(file);
  }
};

function* renamedExamples(file: SourceFile): Generator<{ node: SyntaxNode; message?: string }> {
  for (const name of ['xit', 'xspecify', 'xdescribe', 'xcontext', 'fit', 'fdescribe', 'fcontext', 'fspecify']) {
    for (const call of file.tree.callsTo(name)) {
      if (!file.field(call, 'block') || file.field(call, 'object')) continue;
      const focused = name.startsWith('f');
      yield {
        node: call,
        ...(focused ? { message: 'A focused test keeps all others from running. Take the focus away.' } : {}),
      };
    }
  }
}

/** `t.Skip()`, `markTestSkipped()` as a statement of the test itself: no condition decides. */
function* skippedAtStart(file: SourceFile): Generator<{ node: SyntaxNode }> {
  for (const { body } of testsOf(file)) {
    for (const statement of statementsOf(file, body)) {
      if (
        /^(?:t\.Skip(?:Now|f)?\(|\$this->markTest(?:Skipped|Incomplete)\(|self::markTest(?:Skipped|Incomplete)\()/.test(
          file.text(statement),
        )
      )
        yield { node: statement };
    }
  }
}
