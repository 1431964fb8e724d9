import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

/** A class of the file with what its members say. */
export interface CppClass {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly members: readonly SyntaxNode[];
  /** Functions with a body, in the class or outside of it. */
  readonly methods: readonly Method[];
}

export interface Method {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly body: SyntaxNode;
  readonly text: string;
}

/** Classes with a body; methods that are defined outside by `Name::method` belong to them. */
export function classesOf(file: SourceFile): readonly CppClass[] {
  const outside = new Map<string, Method[]>();
  const found: CppClass[] = [];
  const nodes = [...file.tree.byKind('class_specifier'), ...file.tree.byKind('struct_specifier')];
  if (nodes.length === 0) return found;
  for (const fn of file.tree.byKind('function_definition')) {
    const head = headOf(file, fn);
    const [, owner, name] = /(\w+)(?:<[^<>]*>)?::(~?\w+|operator\s*\S+?)\s*\([^]*$/.exec(head) ?? [];
    const body = file.field(fn, 'body');
    if (owner === undefined || name === undefined || !body) continue;
    const list = outside.get(owner) ?? [];
    list.push({ name, node: fn, body, text: file.text(body) });
    outside.set(owner, list);
  }
  for (const node of nodes) {
    const body = file.field(node, 'body');
    const named = file.field(node, 'name');
    if (!body || !named) continue;
    const members = file.named(body);
    const name = file.text(named).replace(/<[^]*$/, '');
    const inside = members.flatMap((member): readonly Method[] => {
      const code = member.kind === 'function_definition' ? file.field(member, 'body') : null;
      const [, called] = /(~?\w+|operator\s*[^\s(]+)\s*\(/.exec(headOf(file, member)) ?? [];
      return code && called !== undefined ? [{ name: called, node: member, body: code, text: file.text(code) }] : [];
    });
    found.push({ name, node, members, methods: [...inside, ...(outside.get(name) ?? [])] });
  }
  return found;
}

/** What stands before a function's body and its initialisers. */
export function headOf(file: SourceFile, fn: SyntaxNode): string {
  const declarator = file.field(fn, 'declarator');
  return declarator ? file.tree.source.slice(declarator.start, declarator.end) : '';
}

/** The fields of a class by name, with their declarations' text. */
export function fieldsOf(file: SourceFile, { members }: CppClass): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const member of members) {
    if (member.kind !== 'field_declaration') continue;
    const text = file.text(member).slice(0, 300);
    if (/^(?:static|using|typedef|friend|virtual)\b/.test(text)) continue;
    const declarator = file.field(member, 'declarator');
    let place = declarator;
    while (place && place.kind !== 'field_identifier') {
      if (place.kind === 'function_declarator') break;
      place = file.field(place, 'declarator') ?? file.named(place)[0] ?? null;
    }
    if (place?.kind === 'field_identifier') fields.set(file.text(place), text);
  }
  return fields;
}
