import type { Check } from '../../rule.js';
import { closedOnOneWay, lockKeptOnException } from './exceptional-edges.js';
import { growingStaticCollection } from './growing-collections.js';
import { growingFieldOfLastingObject } from './lasting-objects.js';

/** Analyses of what is held too long, by the name that rule files use. */
export const resourceChecks: Readonly<Record<string, Check>> = {
  'closed-on-one-way': closedOnOneWay,
  'growing-field-of-lasting-object': growingFieldOfLastingObject,
  'growing-static-collection': growingStaticCollection,
  'lock-kept-on-exception': lockKeptOnException,
};
