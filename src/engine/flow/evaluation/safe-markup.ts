import type { FlowContext } from '../flow-context.js';
import { safetyMask } from '../sink-class.js';
import { blend, nothing, sanitise, type Value } from '../value.js';

/**
 * Python's `Markup`: text that is known to be HTML. What is added to it, formatted or joined into it is escaped on the way,
 * unless it is Markup itself; what is made Markup of is not.
 */

const markupMask = safetyMask(['html', 'xml']);
const formatters: ReadonlySet<string> = new Set(['format', 'join', 'replace', 'format_map']);

function isMarkup({ path }: Value): boolean {
  return path !== null && (path === 'Markup()' || path.endsWith('.Markup()'));
}

function escaped(value: Value): Value {
  return isMarkup(value) ? value : sanitise(value, markupMask);
}

/** Parts of a sum, or both sides of a `%`, where one of them is Markup; null otherwise. */
export function markedUp(
  { tree }: FlowContext,
  parts: readonly Value[],
  together: (parts: readonly Value[]) => Value,
): Value | null {
  const markup = tree.language === 'python' ? parts.find(isMarkup) : undefined;
  return markup ? { ...together(parts.map(escaped)), path: markup.path } : null;
}

/** `Markup("<b>{}</b>").format(x)`; null for any other call. */
export function markupCall(
  { tree }: FlowContext,
  name: string,
  receiver: Value | null,
  args: readonly Value[],
): Value | null {
  if (tree.language !== 'python' || !receiver || !formatters.has(name) || !isMarkup(receiver)) return null;
  const { taints } = blend([receiver, ...args.map(escaped)]);
  return { ...nothing, taints, composed: true, path: receiver.path };
}
