import { callArguments, keywordValue } from '../../call-arguments.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const openLoaders = /^yaml\.(?:C?Loader|C?UnsafeLoader)$/;

/** `yaml.load(text, Loader=Own)` where `class Own(yaml.Loader)` of this file builds any object that a text names. */
export const ownYamlLoader: Check = function* (file) {
  const own = new Set<string>();
  for (const declared of file.tree.byKind('class_definition')) {
    const bases = declared.named ? file.field(declared, 'superclasses') : null;
    const name = file.field(declared, 'name');
    if (!bases || !name) continue;
    for (const base of file.named(bases)) {
      if (openLoaders.test(file.qualifiedName(base) ?? '') || own.has(file.text(base))) own.add(file.text(name));
    }
  }
  const kept = openAliases(file);
  if (own.size === 0 && kept.size === 0) return;
  for (const name of ['load', 'load_all']) {
    for (const call of file.tree.callsTo(name)) {
      const loader = keywordValue(file, call, 'Loader') ?? callArguments(file, call)[1];
      const name = loader ? (/^(?:(?:self|cls|[A-Z]\w*)\.)?(\w+)$/.exec(file.text(loader))?.[1] ?? '') : '';
      if (loader && (own.has(file.text(loader)) || kept.has(name))) yield { node: call };
    }
  }
};

/** Variables, fields and parameters that hold an open loader, wherever the file gives them a value. */
function openAliases(file: SourceFile): ReadonlySet<string> {
  const open = new Set<string>();
  const closed = new Set<string>();
  if (!file.tree.source.includes('yaml.')) return open;
  for (const kind of ['assignment', 'default_parameter', 'typed_default_parameter']) {
    for (const node of file.tree.byKind(kind)) {
      const target = file.field(node, 'left') ?? file.field(node, 'name');
      const value = file.field(node, 'right') ?? file.field(node, 'value');
      const name = target && /^(?:(?:self|cls)\.)?(\w+)$/.exec(file.text(target))?.[1];
      if (!name || !value || !/^[\w.]+$/.test(file.text(value))) continue;
      (openLoaders.test(file.qualifiedName(value) ?? '') ? open : closed).add(name);
    }
  }
  // What is also something else may be that here.
  return new Set([...open].filter((name) => !closed.has(name)));
}
