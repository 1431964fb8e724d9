import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Expression } from '../core-tree.js';
import type { Environment } from './environment.js';
import type { FlowContext } from '../flow-context.js';
import { asPart } from '../guards/function-answers.js';
import { storeElsewhere } from './shared-state.js';
import { selfName } from '../value-path.js';
import { throughName } from './written-arguments.js';
import { blend, flatTaints, nothing, only, passThrough, unknown, type Value } from '../value.js';

/** Binds a value to an assignable expression: a variable, a field, a slot of a container, several of them. */
export function assignTarget(
  context: FlowContext,
  target: Expression,
  value: Value,
  environment: Environment,
  node: SyntaxNode,
): void {
  switch (target.type) {
    case 'name':
      environment.set(target.name, passThrough(value, node, `assigned to ${target.name}`));
      return;
    case 'member':
      if (selfName(target.object)) environment.set(`this.${target.property}`, value);
      else {
        storeElsewhere(context, target.object, target.property, value);
        assignInside(context, target.object, target.property, value, environment, node);
      }
      return;
    case 'index': {
      // Recorded, so that rules can ask what is written into.
      if (target.object.type === 'name') context.evaluate(target.object, environment);
      if (!target.key && appended(context, target.object, value, environment)) return;
      const key = target.key ? only(context.evaluate(target.key, environment)) : undefined;
      assignInside(context, target.object, key === undefined ? null : String(key), value, environment, node);
      return;
    }
    case 'list':
      if (value.items === null && context.tree.language === 'go' && saysWhether(target.items.at(-1))) {
        assignResults(context, target.items, value, environment, node);
        return;
      }
      target.items.forEach((item, index) => {
        const known = value.items?.[index];
        const part = known ? asPart(known, value, index) : { ...nothing, taints: flatTaints(value) };
        assignTarget(context, item, part, environment, node);
      });
      return;
    default:
  }
}

/** Go: what the last result says of a call that nobody can follow. */
function saysWhether(last: Expression | undefined): boolean {
  return (
    last?.type === 'opaque' || (last?.type === 'name' && /^(?:err|ok|found|exists|\w*(?:Err|Ok|OK))$/.test(last.name))
  );
}

/** What went into the call comes out as its first results; the last one only says whether it went well. */
function assignResults(
  context: FlowContext,
  targets: readonly Expression[],
  value: Value,
  environment: Environment,
  node: SyntaxNode,
): void {
  const last = targets.at(-1);
  const results = targets.slice(0, -1);
  const part = results.length === 1 ? value : { ...nothing, taints: flatTaints(value) };
  for (const target of results) assignTarget(context, target, part, environment, node);
  if (last?.type === 'name') environment.set(last.name, { ...unknown, path: last.name });
}

/** The name that a container is kept under: a variable's, or that of a field of the object itself. */
function holderName(holder: Expression): string | null {
  if (holder.type === 'name') return holder.name;
  return holder.type === 'member' && selfName(holder.object) ? `this.${holder.property}` : null;
}

/** Elements beyond which those of a list are no longer told apart. */
const mostAppended = 32;

/** PHP: `$list[] = $value` puts an element of its own behind those that are known; false where none are. */
function appended(context: FlowContext, holder: Expression, value: Value, environment: Environment): boolean {
  const name = holderName(holder);
  const before = name === null ? undefined : environment.get(name);
  if (context.tree.language !== 'php' || name === null || !before?.items || before.items.length >= mostAppended)
    return false;
  environment.set(name, { ...before, constants: null, items: [...before.items, value] });
  return true;
}

function assignInside(
  context: FlowContext,
  holder: Expression,
  key: string | null,
  value: Value,
  environment: Environment,
  node: SyntaxNode,
): void {
  const name = holderName(holder);
  if (name === null) return;
  if (context.model.pointers) environment.set(throughName(name), blend([value]));
  const before = environment.get(name) ?? nothing;
  const position = before.items && key !== null && /^\d+$/.test(key) ? Number(key) : -1;
  if (before.items && position >= 0 && position < before.items.length) {
    environment.set(name, {
      ...before,
      items: before.items.map((item, index) => (index === position ? value : item)),
    });
  } else if (key === null) {
    environment.set(name, {
      ...before,
      constants: null,
      taints: passThrough(blend([before, value]), node, `stored in ${name}`).taints,
    });
  } else {
    environment.set(name, {
      ...before,
      constants: null,
      fields: new Map(before.fields ?? []).set(key, value),
    });
  }
}
