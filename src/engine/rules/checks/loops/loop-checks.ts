import type { Check } from '../../rule.js';
import { lazyRelationInLoop } from './lazy-relations.js';
import { queryInLoop } from './queries.js';
import { unmemoisedDoubleRecursion } from './recursion.js';
import { sortInLoop } from './sorts.js';
import { strcatInLoop, textConcatInLoop } from './text-growth.js';

/** Analyses of what loops and recursion cost, by the name that rule files use. */
export const loopChecks: Readonly<Record<string, Check>> = {
  'lazy-relation-in-loop': lazyRelationInLoop,
  'query-in-loop': queryInLoop,
  'sort-in-loop': sortInLoop,
  'strcat-in-loop': strcatInLoop,
  'text-concat-in-loop': textConcatInLoop,
  'unmemoised-double-recursion': unmemoisedDoubleRecursion,
};
