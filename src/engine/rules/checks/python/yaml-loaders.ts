import { callArguments, keywordValue } from '../../call-arguments.js';
import type { Check } from '../../rule.js';

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
  if (own.size === 0) return;
  for (const name of ['load', 'load_all']) {
    for (const call of file.tree.callsTo(name)) {
      const loader = keywordValue(file, call, 'Loader') ?? callArguments(file, call)[1];
      if (loader && own.has(file.text(loader))) yield { node: call };
    }
  }
};
