import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { prove } from './prove.js';
import { safetyMask } from '../sink-class.js';

const redirectMask = safetyMask(['redirect']);

/** `if (urlparse(x).netloc) refuse()`: an address without a host leads to another page of this one. */
export function refineHostless(context: FlowContext, host: Expression, environment: Environment): void {
  if (context.evaluate(host, environment).hostOf) prove(context, host, environment, redirectMask);
}
