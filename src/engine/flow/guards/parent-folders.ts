import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { calledName, prove } from './prove.js';
import { safetyMask } from '../sink-class.js';

const pathMask = safetyMask(['path']);

/** `file.getParent().equals(root)`, `os.path.commonpath([root, file]) == root`: the resolved file lies in that folder. */
export function refineParent(context: FlowContext, asked: Expression, environment: Environment): void {
  if (asked.type === 'member' && asked.property === 'parent') proveResolved(context, asked.object, environment);
  if (asked.type !== 'call') return;
  const name = calledName(asked);
  if (/^getParent(File)?$/.test(name) && asked.callee.type === 'member')
    proveResolved(context, asked.callee.object, environment);
  const [paths] = asked.args;
  if ((name === 'commonpath' || name === 'commonprefix') && paths?.value.type === 'list')
    for (const path of paths.value.items) proveResolved(context, path, environment);
}

function proveResolved(context: FlowContext, path: Expression, environment: Environment): void {
  if (context.evaluate(path, environment).normalised) prove(context, path, environment, pathMask);
}
