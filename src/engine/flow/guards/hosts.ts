import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { isChosenOutside } from './membership.js';
import { hostMask, prove } from './prove.js';
import { safetyMask } from '../sink-class.js';
import { textPrefix } from '../value.js';

const redirectMask = safetyMask(['redirect']);

/** `if (urlparse(x).netloc) refuse()`: an address without a host leads to another page of this one. */
export function refineHostless(context: FlowContext, host: Expression, environment: Environment): void {
  if (context.evaluate(host, environment).hostOf) prove(context, host, environment, redirectMask);
}

const suffixTests: ReadonlySet<string> = new Set(['endsWith', 'endswith', 'end_with?', 'EndsWith', 'ends_with']);

/** `url.hostname.endsWith('.example.org')`: a host under one that the program knows. */
export function refineHostSuffix(
  context: FlowContext,
  name: string,
  host: Expression,
  suffix: Expression,
  environment: Environment,
): void {
  if (!suffixTests.has(name)) return;
  const known = context.evaluate(suffix, environment);
  if (textPrefix(known).startsWith('.') && !isChosenOutside(known) && context.evaluate(host, environment).hostOf)
    prove(context, host, environment, hostMask);
}
