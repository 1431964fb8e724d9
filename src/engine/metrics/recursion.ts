import { callee, calleeName } from '../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';

const own = new Set(['this', 'self', 'cls', '$this', 'static']);
/** What a call is made on: C and C++ say argument, Rust value. */
const receiverFields = new Set(['object', 'argument', 'value']);

/** True when a call inside the function `name` calls that function: `f()`, `this.f()`, `self.f()`. */
export function callsItself(tree: SyntaxTree, call: SyntaxNode, name: string | undefined): boolean {
  if (name === undefined || call.kind === 'new_expression' || call.kind === 'object_creation_expression') return false;
  if (calleeName(tree, call) !== name) return false;
  const called = callee(call);
  const receiver = receiverOf(call, called);
  return receiver === undefined || own.has(tree.text(receiver));
}

function receiverOf(call: SyntaxNode, called: SyntaxNode | null): SyntaxNode | undefined {
  // Java, PHP and Ruby hold the receiver on the call, the others on what is called.
  const onCall = call.children.find((child) => child.field === 'object');
  return onCall ?? called?.children.find((child) => receiverFields.has(child.field ?? ''));
}
