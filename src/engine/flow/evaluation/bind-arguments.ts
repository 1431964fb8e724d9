import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { FunctionUnit, Parameter } from '../core-tree.js';
import { flatTaints, nothing, passThrough, type Value } from '../value.js';
import type { Environment } from './environment.js';
import { restOf } from './filled-parameters.js';

/** The parameters that arguments are for: not Python's `self`. */
export function argumentParameters(fn: FunctionUnit): readonly Parameter[] {
  const isMethod = fn.className !== null && /^(self|cls)$/.test(fn.parameters[0]?.name ?? '');
  return isMethod ? fn.parameters.slice(1) : fn.parameters;
}

/** Gives each parameter its argument, by name or place; one that is taken apart also its properties. */
export function bindArguments(
  parameters: readonly Parameter[],
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
  environment: Environment,
  ofParameter: (node: SyntaxNode, name: string, value: Value) => Value,
): void {
  parameters.forEach((parameter, index) => {
    const given = named.get(parameter.name) ?? args[index] ?? nothing;
    const value = parameter.rest ? restOf(parameter, parameters, args.slice(index), named) : given;
    const passed = passThrough(value, parameter.node, `passed as ${parameter.name}`);
    environment.set(parameter.name, ofParameter(parameter.node, parameter.name, passed));
    for (const property of parameter.properties)
      environment.set(property, given.fields?.get(property) ?? { ...nothing, taints: flatTaints(given) });
  });
}
