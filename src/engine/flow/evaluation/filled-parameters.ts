import type { SyntaxTree } from '../../tree/syntax-tree.js';
import type { FunctionUnit, Parameter } from '../core-tree.js';
import type { Environment } from './environment.js';
import { isReassigned } from '../guards/function-proofs.js';
import { blend, nothing, type Value } from '../value.js';

/** Languages whose lists, maps and builders are handed over by reference. */
const byReference: ReadonlySet<string> = new Set(['java', 'python', 'csharp', 'javascript', 'typescript', 'ruby']);

/** What a function has put into the containers that it was given, for whoever gave them; undefined where nothing. */
export function filledParameters(
  tree: SyntaxTree,
  fn: FunctionUnit,
  parameters: readonly Parameter[],
  args: readonly Value[],
  environment: Environment,
): readonly (Value | undefined)[] {
  if (!byReference.has(tree.language)) return [];
  return parameters.map((parameter, index) => {
    const given = args[index];
    const left = environment.get(parameter.name);
    if (!given || !left || parameter.rest || left.constants || isReassigned(tree, fn, parameter.name)) return undefined;
    const isFilled = left.items !== given.items || left.fields !== given.fields || left.composed !== given.composed;
    return isFilled ? { ...left, path: given.path } : undefined;
  });
}

/** What a parameter that takes the rest holds: a list of the further arguments, or the named ones that no other takes. */
export function restOf(
  parameter: Parameter,
  parameters: readonly Parameter[],
  rest: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value {
  if (parameter.node.kind === 'dictionary_splat_pattern') {
    const taken = new Set(parameters.map(({ name }) => name));
    return { ...nothing, fields: new Map([...named].filter(([name]) => !taken.has(name))) };
  }
  const [only] = rest;
  // An array may stand for all of them; more than a few are not told apart.
  if (rest.length === 1 && only?.items) return only;
  return rest.length <= 16 ? { ...nothing, items: rest } : blend(rest);
}
