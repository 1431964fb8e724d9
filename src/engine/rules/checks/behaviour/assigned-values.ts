import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { withoutParentheses } from '../../pattern/significant-children.js';
import type { SourceFile } from '../../source-file.js';
import { argumentsOf, calleeName } from './calls.js';
import { identifierKinds, Variables } from './variables.js';

const lists =
  /^(?:array|list|tuple|array_expression|array_initializer|array_creation_expression|initializer_expression|composite_literal|literal_value|initializer_list|implicit_array_creation_expression|reference_expression|set|vec)$/;
const sameThing =
  /\.(?:Name|FullName|RootDirectory|path|mountpoint|getAbsolutePath\(\)|getPath\(\)|toFile\(\)|toPath\(\)|toString\(\)|to_s|as_path\(\)|clone\(\)|unwrap\(\)|c_str\(\)|string\(\))$/;
const deepest = 6;
const mostValues = 60;
const cache = new WeakMap<SourceFile, AssignedValues>();

/**
 * Which expressions of a file a variable may stand for: what is assigned to it, what it is called with, what the list
 * holds that it goes through. Names are resolved as in `ValueLabels`; how values are computed from others is not followed.
 */
export class AssignedValues {
  private readonly variables: Variables;
  private readonly bySlot = new Map<number, SyntaxNode[]>();

  static of(file: SourceFile): AssignedValues {
    let found = cache.get(file);
    if (!found) cache.set(file, (found = new AssignedValues(file)));
    return found;
  }

  private constructor(private readonly file: SourceFile) {
    this.variables = new Variables(file);
    for (const node of file.tree.nodes) this.read(node);
  }

  functionsNamed(name: string): readonly SyntaxNode[] {
    return this.variables.functionsNamed(name);
  }

  /** The expressions behind one, itself when it is no variable; at most a few dozen. */
  of(node: SyntaxNode): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    this.collect(node, found, 0, new Set());
    return found;
  }

  private collect(node: SyntaxNode, found: SyntaxNode[], depth: number, seen: Set<number>): void {
    if (found.length >= mostValues || depth > deepest) return;
    const one = withoutParentheses(node);
    if (lists.test(one.kind)) {
      for (const part of this.file.named(one)) this.collect(part, found, depth + 1, seen);
      return;
    }
    if (!identifierKinds.has(one.kind)) {
      found.push(one);
      const held = this.held(one);
      if (held) this.collect(held, found, depth + 1, seen);
      return;
    }
    const slot = this.variables.keyOf(this.file.text(one), one);
    if (seen.has(slot)) return;
    seen.add(slot);
    const values = this.bySlot.get(slot);
    if (!values) found.push(one);
    for (const value of values ?? []) this.collect(value, found, depth + 1, seen);
  }

  /** What the expression only shows in another way: `drive.RootDirectory`, `path.toFile()`. */
  private held(node: SyntaxNode): SyntaxNode | null {
    const { file } = this;
    const text = file.text(node);
    if (text.length > 160 || !sameThing.test(text)) return null;
    const callee = file.field(node, 'function') ?? node;
    return file.field(callee, 'object') ?? file.field(callee, 'expression') ?? file.field(callee, 'value');
  }

  private read(node: SyntaxNode): void {
    const { file } = this;
    if (file.grammar.calls.has(node.kind)) {
      const name = /([\w$]+)$/.exec(calleeName(file, node))?.[1] ?? '';
      const list = argumentsOf(file, node);
      for (const fn of this.variables.functionsNamed(name))
        for (const [at, names] of this.variables.parameters(fn).entries()) {
          const value = list[this.isMethod(fn) ? at - 1 : at];
          const [only] = names;
          if (only && value) this.put(only, value);
        }
      return;
    }
    const value = file.field(node, 'right') ?? file.field(node, 'value') ?? file.field(node, 'iterable');
    const name =
      file.field(node, 'left') ??
      file.field(node, 'name') ??
      file.field(node, 'pattern') ??
      file.field(node, 'declarator');
    if (!value || !name || node.kind.startsWith('binary') || node.kind === 'keyword_argument') return;
    for (const one of this.variables.names(name).slice(0, 2)) this.put(one, value);
  }

  /** Python's methods have the object first. */
  private isMethod(fn: SyntaxNode): boolean {
    const [first] = this.variables.parameters(fn);
    const [only] = first ?? [];
    return only !== undefined && this.file.tree.language === 'python' && this.file.text(only) === 'self';
  }

  private put(name: SyntaxNode, value: SyntaxNode): void {
    if (!identifierKinds.has(name.kind)) return;
    const slot = this.variables.keyOf(this.file.text(name), name);
    const values = this.bySlot.get(slot);
    if (values) values.push(value);
    else this.bySlot.set(slot, [value]);
  }
}
