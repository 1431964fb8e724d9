import type { Check } from '../../rule.js';

const written =
  /^(@?\w+)\s*=[^=~>][^\n]{0,200}?\s(?:and|or)\s+(?!return|raise|next|break|fail|exit|abort|redirect|head|render)([^\n]{1,200})/;

/**
 * `ok = a and b`: `=` binds first. Where the right side asks what was assigned (`task = find(x) and task.run`), that was meant.
 */
export const wordOperators: Check = function* (file) {
  for (const node of file.tree.byKind('binary_expression')) {
    const found = written.exec(file.text(node).slice(0, 500));
    if (!found) continue;
    const [, name = '', after = ''] = found;
    if (!after.split(/[^\w@]+/).includes(name)) yield { node };
  }
};
