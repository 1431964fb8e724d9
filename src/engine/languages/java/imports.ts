import type { ImportReader } from '../language-tables.js';

/** Java names keep their simple class name as path: rules and models say `Cipher.getInstance` whatever way it was written. */
export const readJavaImports: ImportReader = (tree, names, modules) => {
  for (const statement of tree.byKind('import_declaration')) {
    const name = statement.children.find((child) => child.named);
    if (!name) continue;
    const path = tree.text(name);
    modules.add(path);
    const isStatic = statement.children.some((child) => child.kind === 'static');
    const last = path.split('.').at(-1) ?? path;
    if (isStatic) names.set(last, path.split('.').slice(-2).join('.'));
  }
};
