import { memoryFaults } from '../../../memory/memory-faults.js';
import type { Check } from '../../rule.js';
import { listOption } from '../options.js';

/** What the memory analysis found of these kinds. */
export const memoryFault: Check = function* (file, options) {
  const kinds = new Set(listOption(options, 'faults'));
  for (const { kind, node, message } of memoryFaults(file.tree)) if (kinds.has(kind)) yield { node, message };
};
