import { child } from '../../tree/callee.js';
import type { ImportReader } from '../language-tables.js';

/** Namespaces of `using`, and aliases by the last name of what they stand for: rules and models write `File.ReadAllText`. */
export const readCsharpImports: ImportReader = (tree, names, modules) => {
  for (const directive of tree.byKind('using_directive')) {
    const alias = child(directive, 'name');
    const path = directive.children.findLast((one) => one.named && one !== alias);
    if (path === undefined) continue;
    const text = tree.text(path);
    modules.add(text);
    if (alias !== undefined) names.set(tree.text(alias), text.split('.').at(-1) ?? text);
  }
};
