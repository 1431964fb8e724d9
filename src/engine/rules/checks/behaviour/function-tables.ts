import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';
import type { Variables } from './variables.js';

const declarations: readonly string[] = [
  'variable_declarator',
  'assignment',
  'assignment_expression',
  'var_spec',
  'short_var_declaration',
  'init_declarator',
];
/** What a list or a map of functions begins with. */
const collection = /^(?:\{|\[|map\[|\[\]|array\(|dict\(|Map\.|new\b|std::|\w+\{)/;
/** `handlers[name](…)`, `handlers.get(name)(…)`, `self.handlers[name].call(…)`, or a variable that was found so. */
const lookup = /^(?:self\.|this\.|\$this->|\w+\.)?(\$?\w+)\s*(?:\?\.)?(?:\[|\.get\(|\.fetch\(|\.dig\()/;
const plainCall = /^(\$?\w+)\s*\(/;
const longestTable = 3000;
const longestHead = 60;

/** Functions that a program keeps in tables and calls by a name it is given, by the name of the table. */
export class FunctionTables {
  private readonly tables = new Map<string, readonly SyntaxNode[]>();
  private readonly found = new Map<string, readonly SyntaxNode[]>();

  constructor(
    private readonly file: SourceFile,
    private readonly variables: Variables,
  ) {
    for (const kind of declarations) for (const node of file.tree.byKind(kind)) this.add(node);
    if (this.tables.size === 0) return;
    for (const kind of declarations) for (const node of file.tree.byKind(kind)) this.addFound(node);
  }

  /** The functions that a call may reach through a table. */
  called(call: SyntaxNode): readonly SyntaxNode[] {
    if (this.tables.size === 0) return [];
    const head = this.head(call);
    const name = lookup.exec(head)?.[1];
    if (name !== undefined) return this.tables.get(name) ?? [];
    return this.found.get(plainCall.exec(head)?.[1] ?? '') ?? [];
  }

  private head(node: SyntaxNode): string {
    return this.file.tree.source.slice(node.start, Math.min(node.end, node.start + longestHead));
  }

  private parts(node: SyntaxNode): { readonly name: string; readonly value: SyntaxNode } | null {
    const { file } = this;
    const left = file.field(node, 'name') ?? file.field(node, 'left') ?? file.field(node, 'declarator');
    const value = file.field(node, 'value') ?? file.field(node, 'right') ?? file.named(node).at(-1);
    if (!left || !value || value.id === left.id) return null;
    const name = /(\$?\w+)(?:\[\w*\])?$/.exec(file.text(left).split(',', 1)[0]?.trim() ?? '')?.[1];
    return name === undefined ? null : { name, value };
  }

  private add(node: SyntaxNode): void {
    const parts = this.parts(node);
    if (!parts || parts.value.end - parts.value.start > longestTable) return;
    const { file, variables } = this;
    const text = file.text(parts.value);
    if (!collection.test(text)) return;
    const functions = [
      ...file.descendants(parts.value, file.grammar.functions),
      ...[...new Set(text.match(/\b[a-zA-Z_]\w*/g))].flatMap((word) => variables.functionsNamed(word)),
    ];
    if (functions.length > 0) this.tables.set(parts.name, functions);
  }

  private addFound(node: SyntaxNode): void {
    const parts = this.parts(node);
    const name = parts && lookup.exec(this.head(parts.value))?.[1];
    const functions = name ? this.tables.get(name) : undefined;
    if (parts && functions) this.found.set(parts.name, functions);
  }
}
