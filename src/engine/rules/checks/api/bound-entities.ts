import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { routesOf } from './routes.js';

/** What only the program decides: rights, money, whose it is. */
const privileged =
  /^(?:is_?)?(?:admin(?:istrator)?|super_?user|staff|moderator|verified|approved|roles?|permissions?|authorities|balance|credits?|password_?hash|owner_?id|owner)$/i;
/** Only fields that are named are taken, or some are kept away. */
const bounded = /\[Bind\(|\[Bind(?:Never)?\]|TryUpdateModel|setAllowedFields|setDisallowedFields|ignoreProperties/;
const savers: Readonly<Record<string, readonly string[]>> = {
  java: ['save', 'saveAndFlush', 'merge', 'persist', 'saveOrUpdate'],
  csharp: ['Update', 'Attach', 'SetValues', 'Add', 'AddAsync', 'UpdateAsync', 'Entry'],
};

/** A handler saves what the request filled, and the type has fields that no request may set. */
export const boundEntitySaved: Check = function* (file) {
  const names = savers[file.tree.language];
  if (!names || !names.some((name) => file.tree.callsTo(name).length > 0)) return;
  const handlers = new Set(
    routesOf(file).flatMap(({ method, handler }) =>
      handler && /^(?:POST|PUT|PATCH)$/.test(method ?? '') ? [handler] : [],
    ),
  );
  for (const handler of handlers) {
    const text = file.text(handler);
    const list = file.field(handler, 'parameters');
    if (!list || bounded.test(text)) continue;
    for (const { name, type } of bodies(file, list)) {
      const fields = privilegedFields(file, type).filter((field) => !isSet(text, name, field));
      const [field] = fields;
      if (field === undefined) continue;
      for (const call of savedBy(file, names, handler, name)) {
        yield {
          node: call,
          message: `The request fills ${field} of ${type} as well, which only the program should set. Take a request object of the fields that may change, and copy them.`,
        };
      }
    }
  }
};

/** Parameters that are filled field by field. */
function bodies(file: SourceFile, list: SyntaxNode): { name: string; type: string }[] {
  return file.named(list).flatMap((parameter) => {
    const name = file.field(parameter, 'name');
    const type = file.field(parameter, 'type');
    const text = file.text(parameter);
    if (!name || !type || /\[FromServices|AuthenticationPrincipal/.test(text)) return [];
    if (file.tree.language === 'java' && !/@(?:RequestBody|ModelAttribute|BeanParam)\b/.test(text)) return [];
    return [{ name: file.text(name), type: file.text(type) }];
  });
}

/** Fields of a class of the file that the request can fill. */
function privilegedFields(file: SourceFile, type: string): string[] {
  const kinds = new Set(['property_declaration', 'field_declaration']);
  return file.tree.byKind('class_declaration').flatMap((holder) => {
    const name = file.field(holder, 'name');
    if (!name || file.text(name) !== type) return [];
    return file.descendants(holder, kinds, file.grammar.functions).flatMap((member) => {
      const text = file.text(member);
      if (/JsonIgnore|BindNever|READ_ONLY|\bstatic\b|private\s+set|internal\s+set|\{\s*get;\s*\}/.test(text)) return [];
      const found = /\b(\w+)\s*(?:\{|=|;|=>)/.exec(text.replace(/\[[^[\]]*\]|@\w+(?:\([^()]*\))?/g, ''))?.[1] ?? '';
      return privileged.test(found) ? [found] : [];
    });
  });
}

function isSet(text: string, name: string, field: string): boolean {
  const setter = `set${field.charAt(0).toUpperCase()}${field.slice(1).replace(/^is/i, '')}`;
  return new RegExp(
    `\\b${name}\\.(?:${field}\\s*=[^=]|${setter}\\(|set(?:Is)?${field.replace(/^is/i, '')}\\()`,
    'i',
  ).test(text);
}

function* savedBy(
  file: SourceFile,
  names: readonly string[],
  handler: SyntaxNode,
  name: string,
): Generator<SyntaxNode> {
  for (const saver of names) {
    for (const call of file.tree.callsTo(saver)) {
      if (call.start < handler.start || call.end > handler.end) continue;
      const list = file.field(call, 'arguments');
      const [first] = list ? file.named(list) : [];
      if (!first || file.text(first) !== name) continue;
      const after = file.tree.source.slice(call.end, call.end + 60);
      if (saver === 'Entry' && !/^\s*\.State\s*=\s*EntityState\.(?:Modified|Added)/.test(after)) continue;
      if (saver === 'Add' && !/\.SaveChanges/.test(file.text(handler))) continue;
      yield call;
    }
  }
}
