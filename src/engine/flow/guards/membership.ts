import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { listedConstants, listedPath } from './listed-values.js';
import { hostMask, prove } from './prove.js';
import { safeForAll, safetyMask } from '../sink-class.js';
import { constant, nothing, only, type Value } from '../value.js';

const pathMask = safetyMask(['path']);

/** `x in ALLOWED` proves x; `".." not in x` proves its path. */
export function refineMembership(
  context: FlowContext,
  item: Expression,
  container: Expression,
  environment: Environment,
  truth: boolean,
): void {
  const holder = context.evaluate(container, environment);
  // `root in path.parents`: what lies under the root.
  if (truth && container.type === 'member' && container.property === 'parents')
    prove(context, container.object, environment, pathMask);
  if (truth && !isChosenOutside(holder)) prove(context, item, environment, safeForAll);
  if (!truth) proveWithoutSign(context, item, container, environment);
  if (!truth && isTraversal(context, item, environment)) prove(context, container, environment, pathMask);
}

const xpathMask = safetyMask(['xpath']);
const ldapMask = safetyMask(['ldap']);
const markupMask = safetyMask(['html', 'xml']);

/** `if ("'" in name) refuse()`: without its quote or bracket, a text cannot leave the place it is put in. */
function proveWithoutSign(
  context: FlowContext,
  item: Expression,
  container: Expression,
  environment: Environment,
): void {
  const sign = only(context.evaluate(item, environment));
  if (sign === "'" || sign === '"') prove(context, container, environment, xpathMask);
  if (sign === '(' || sign === '*' || sign === ')') prove(context, container, environment, ldapMask);
  if (sign === '<') prove(context, container, environment, markupMask);
}

export function isTraversal(context: FlowContext, expression: Expression, environment: Environment): boolean {
  const text = only(context.evaluate(expression, environment));
  return text === '..' || text === '../' || text === './';
}

/** Whether somebody outside has a say in what a list holds. */
export function isChosenOutside(holder: Value): boolean {
  return holder.taints.some((taint) => taint.kind === 'remote' || taint.kind === 'local' || taint.kind === 'parameter');
}

/** What a URL's host may be compared with: the program's own, or what the request says it was sent to. */
function isOwnAddress({ path, taints }: Value): boolean {
  if (/(?:^|\.)(?:nextUrl|location)\.(?:origin|host|hostname)$/.test(path ?? '')) return true;
  return !taints.some(({ kind }) => kind === 'remote' || kind === 'local');
}

/** `x == "a"`: x is that constant from here on. */
export function refineEquality(
  context: FlowContext,
  left: Expression,
  right: Expression,
  environment: Environment,
): void {
  for (const [subject, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const otherValue = context.evaluate(other, environment);
    const value = only(otherValue);
    if (value === undefined && isOwnAddress(otherValue) && context.evaluate(subject, environment).hostOf)
      prove(context, subject, environment, hostMask);
    const listed = listedConstants(otherValue);
    if (listed && subject.type === 'name') environment.set(subject.name, { ...nothing, constants: listed });
    else if (listed || otherValue.path === listedPath) prove(context, subject, environment, safeForAll);
    if (value === undefined || value === null || typeof value === 'boolean') continue;
    if (context.evaluate(subject, environment).hostOf) prove(context, subject, environment, hostMask);
    if (subject.type === 'name') environment.set(subject.name, constant(value));
    else if (subject.type === 'index' && subject.key?.type === 'literal')
      context.assign(subject, constant(value), environment, subject.node);
    else prove(context, subject, environment, safeForAll);
  }
}
