import { child } from '../../tree/callee.js';
import type { ImportReader } from '../language-tables.js';

export const readPythonImports: ImportReader = (tree, names, modules) => {
  for (const statement of tree.byKind('import_statement')) {
    for (const item of statement.children.filter((one) => one.field === 'name')) {
      const alias = child(item, 'alias');
      const path = tree.text(child(item, 'name') ?? item);
      modules.add(path);
      if (alias) names.set(tree.text(alias), path);
      else names.set(path.split('.')[0] ?? path, path.split('.')[0] ?? path);
    }
  }
  for (const statement of tree.byKind('import_from_statement')) {
    const moduleName = child(statement, 'module_name');
    if (!moduleName) continue;
    const path = tree.text(moduleName);
    modules.add(path);
    for (const item of statement.children.filter((one) => one.field === 'name')) {
      const name = tree.text(child(item, 'name') ?? item);
      names.set(tree.text(child(item, 'alias') ?? item), `${path}.${name}`);
    }
  }
};
