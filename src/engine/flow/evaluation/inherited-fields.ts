import type { FlowContext, RelatedFields } from '../flow-context.js';
import { declaredTypes } from '../program/declared-types.js';
import type { ClassFields } from './class-fields.js';

/** For a class of a file: those it inherits from in the same file, and what the program's other files say of it. */
export function inheritedFields(
  context: Pick<FlowContext, 'tree' | 'foreign'> & { readonly classFields: ClassFields },
): (className: string) => readonly RelatedFields[] {
  const known = new Map<string, readonly RelatedFields[]>();
  return (className) => {
    let related = known.get(className);
    if (!related) known.set(className, (related = relatedTo(context, className)));
    return related;
  };
}

function relatedTo(
  { tree, foreign, classFields }: Pick<FlowContext, 'tree' | 'foreign'> & { readonly classFields: ClassFields },
  className: string,
): readonly RelatedFields[] {
  const types = declaredTypes(tree);
  const bases = (types.get(className)?.supers ?? []).map((written) => written.slice(written.lastIndexOf('.') + 1));
  const own = bases.filter((base) => base !== className && types.has(base));
  return [
    ...own.map((base): RelatedFields => ({ className: base, fields: classFields })),
    ...(foreign?.related(className) ?? []),
  ];
}
