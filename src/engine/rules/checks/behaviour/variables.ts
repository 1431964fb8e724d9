import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

export const identifierKinds = new Set([
  'identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'shorthand_field_identifier',
  'variable_name',
]);

/**
 * The variables and functions of one file: which variable a name means (by the functions around it that declare it), and
 * which functions a name may call. Variables are numbered, so that what is known of them sits in an array.
 */
export class Variables {
  private readonly keys = new Map<string, number>();
  private readonly locals: boolean[] = [];
  private readonly declared = new Map<number, Set<string>>();
  /** By the nearest function and the name: what `keyOf` found. */
  private readonly resolved = new Map<number, Map<string, number>>();
  private readonly functions = new Map<string, SyntaxNode[]>();
  private readonly namesOf = new Map<number, string>();
  private readonly parametersOf = new Map<number, readonly (readonly SyntaxNode[])[]>();

  constructor(private readonly file: SourceFile) {
    this.declare();
  }

  /** Functions of the file with this name. */
  functionsNamed(name: string): readonly SyntaxNode[] {
    return this.functions.get(name) ?? [];
  }

  isFunction(name: string): boolean {
    return this.functions.has(name);
  }

  nameOf(fn: SyntaxNode): string | undefined {
    return this.namesOf.get(fn.id);
  }

  /** The identifiers in a pattern. */
  names(node: SyntaxNode): readonly SyntaxNode[] {
    return identifierKinds.has(node.kind) || node.kind === 'constant'
      ? [node]
      : this.file.descendants(node, identifierKinds);
  }

  /** The identifiers of each parameter. */
  parameters(fn: SyntaxNode): readonly (readonly SyntaxNode[])[] {
    let known = this.parametersOf.get(fn.id);
    if (!known) this.parametersOf.set(fn.id, (known = this.readParameters(fn)));
    return known;
  }

  private readParameters(fn: SyntaxNode): readonly (readonly SyntaxNode[])[] {
    const { file } = this;
    const holder = file.field(fn, 'declarator') ?? fn;
    const list = file.field(holder, 'parameters') ?? file.field(fn, 'parameters') ?? file.field(fn, 'parameter');
    if (!list) return [];
    if (identifierKinds.has(list.kind)) return [[list]];
    return file.named(list).map((one) => {
      const name = file.field(one, 'name') ?? file.field(one, 'pattern') ?? file.field(one, 'declarator');
      return this.names(name ?? one);
    });
  }

  /** The number of the variable that a name means at a node. */
  keyOf(name: string, node: SyntaxNode): number {
    const fn = this.file.enclosingFunction(node);
    const id = fn?.id ?? -1;
    let known = this.resolved.get(id);
    if (!known) this.resolved.set(id, (known = new Map()));
    let key = known.get(name);
    if (key === undefined) known.set(name, (key = this.resolve(name, fn)));
    return key;
  }

  private resolve(name: string, nearest: SyntaxNode | null): number {
    let scope = -1;
    for (let fn = nearest; fn; fn = this.file.enclosingFunction(fn)) {
      if (this.declared.get(fn.id)?.has(name)) {
        scope = fn.id;
        break;
      }
    }
    return this.slot(`${scope}:${name}`);
  }

  /** The number of a text such as `<scope>:<name>`. */
  slot(text: string): number {
    let key = this.keys.get(text);
    if (key === undefined) {
      key = this.keys.size;
      this.keys.set(text, key);
      this.locals.push(!text.startsWith('-1:'));
    }
    return key;
  }

  /** Whether the variable of a slot is declared in a function. */
  isLocal(slot: number): boolean {
    return this.locals[slot] === true;
  }

  private declare(): void {
    const { file } = this;
    for (const node of file.tree.nodes) {
      if (file.grammar.functions.has(node.kind)) {
        for (const one of this.parameters(node)) for (const id of one) this.declareIn(node.id, file.text(id));
        const holder = node.parent?.kind === 'expression_list' ? node.parent.parent : node.parent;
        const name =
          file.field(node, 'name') ??
          this.nativeName(node) ??
          (holder ? (file.field(holder, 'name') ?? file.field(holder, 'key') ?? file.field(holder, 'left')) : null);
        const written = name ? (/([\w$]+)$/.exec(file.text(name).slice(-60))?.[1] ?? '') : '';
        if (written === '') continue;
        this.namesOf.set(node.id, written);
        const same = this.functions.get(written);
        if (same) same.push(node);
        else this.functions.set(written, [node]);
      } else if (
        node.kind === 'variable_declarator' ||
        node.kind === 'short_var_declaration' ||
        node.kind === 'var_spec' ||
        node.kind === 'let_declaration' ||
        node.kind === 'init_declarator' ||
        node.kind === 'array_declarator' ||
        ((file.tree.language === 'python' || file.tree.language === 'ruby') && node.kind === 'assignment')
      ) {
        const left =
          file.field(node, 'name') ??
          file.field(node, 'left') ??
          file.field(node, 'pattern') ??
          file.field(node, 'declarator');
        const fn = file.enclosingFunction(node);
        // What is assigned to a member belongs to the object, whichever method does it.
        if (left && fn)
          for (const id of this.names(left))
            if (!/^(?:attribute|subscript)$/.test(id.parent?.kind ?? '')) this.declareIn(fn.id, file.text(id));
      }
    }
  }

  /** In C a function's name is inside its declarator. */
  private nativeName(fn: SyntaxNode): SyntaxNode | null {
    const declarator = this.file.field(fn, 'declarator');
    return declarator ? this.file.field(declarator, 'declarator') : null;
  }

  private declareIn(fn: number, name: string): void {
    let names = this.declared.get(fn);
    if (!names) this.declared.set(fn, (names = new Set()));
    names.add(name);
  }
}

/** Whether only one entry of the environment is read, or one is set. */
export function isAccessed(file: SourceFile, node: SyntaxNode | null): boolean {
  const holder = node?.parent;
  if (!node || !holder) return false;
  if (holder.kind === 'attribute') {
    const name = file.field(holder, 'attribute');
    return name === null || !/^(?:items|copy|values)$/.test(file.text(name));
  }
  return /^(?:member_expression|subscript_expression|subscript|comparison_operator|binary_expression)$/.test(
    holder.kind,
  );
}
