import type { PatternSyntax } from '../language-tables.js';

/** Outside of functions Go's grammar takes a call with one argument for a conversion, so patterns are read inside of one. */
export const goPatterns: PatternSyntax = {
  file: (text) => (/^(?:func \w|type |package |import )/.test(text) ? text : `func _() {\n${text}\n}`),
  statements: (root) => {
    const [first] = root.children;
    const name = first?.children.find((child) => child.field === 'name');
    // Only the function made above is called `_`.
    if (first?.kind !== 'function_declaration' || name === undefined || name.end - name.start > 1) return root.children;
    const body = first.children.find((child) => child.field === 'body');
    const list = body?.children.find((child) => child.kind === 'statement_list');
    return list?.children.filter((child) => child.named) ?? [];
  },
  shortTypeNames: false,
};
