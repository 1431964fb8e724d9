import type { Environment } from '../evaluation/environment.js';
import type { Expression } from '../core-tree.js';
import type { FlowContext } from '../flow-context.js';
import { matchMask } from './match-mask.js';
import { safeForAll } from '../sink-class.js';
import { constant, nothing, only, type Value } from '../value.js';

/** `re.compile("…")`, `Pattern.compile("…")`: a pattern kept for later stands for its text. */
export function compiledPattern(path: string, args: readonly Value[]): Value | null {
  if (!/(^|\.)(re|regex|Pattern)\.compile$/.test(path)) return null;
  const text = args[0] ? only(args[0]) : undefined;
  return typeof text === 'string' ? { ...constant(text), path: `${path}()` } : null;
}

/** `found = re.fullmatch("[a-z]+", name)`: while it is something, name is what the pattern asks. */
export function matchOf(
  context: FlowContext,
  call: Expression & { type: 'call' },
  args: readonly Value[],
  environment: Environment,
): Value | null {
  const { callee } = call;
  if (context.tree.language !== 'python' || callee.type !== 'member' || !/^(full)?match$/.test(callee.property))
    return null;
  const at = args.length > 1 ? 1 : 0;
  const subject = call.args[at]?.value;
  if (subject?.type !== 'name' || matchMask(context, call, environment) !== safeForAll) return null;
  return { ...nothing, taints: args[at]?.taints ?? [], foundBy: subject.name };
}
