import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import { maximumLoweringDepth, type Constant, type Expression, type Statement } from '../core-tree.js';

/** What every lowering needs: child access by the grammar's field names, the depth cap and the node makers. */
export abstract class LoweringBase {
  private depth = 0;

  constructor(protected readonly tree: SyntaxTree) {}

  /** Lowers an expression node, or makes it opaque when it lies too deep. */
  expression(node: SyntaxNode): Expression {
    if (this.depth >= maximumLoweringDepth) return { type: 'opaque', node, parts: [] };
    this.depth += 1;
    const lowered = this.lowerExpression(node);
    this.depth -= 1;
    return lowered;
  }

  /** Lowers a statement node; declarations may give several statements. */
  statement(node: SyntaxNode): readonly Statement[] {
    if (this.depth >= maximumLoweringDepth) return [];
    this.depth += 1;
    const lowered = this.lowerStatement(node);
    this.depth -= 1;
    return lowered;
  }

  protected abstract lowerExpression(node: SyntaxNode): Expression;
  protected abstract lowerStatement(node: SyntaxNode): readonly Statement[];

  /** Statements of a block node, or of a single statement that stands where a block may. */
  protected block(node: SyntaxNode | null, blockKinds: ReadonlySet<string>): readonly Statement[] {
    if (!node) return [];
    if (!blockKinds.has(node.kind)) return this.statement(node);
    return this.named(node).flatMap((child) => this.statement(child));
  }

  protected field(node: SyntaxNode, name: string): SyntaxNode | null {
    for (const child of node.children) if (child.field === name) return child;
    return null;
  }

  protected fields(node: SyntaxNode, name: string): readonly SyntaxNode[] {
    return node.children.filter((child) => child.field === name && child.named);
  }

  /** Named children without comments. */
  protected named(node: SyntaxNode): readonly SyntaxNode[] {
    return node.children.filter((child) => child.named && !child.kind.endsWith('comment'));
  }

  protected text(node: SyntaxNode | null): string {
    return node ? this.tree.text(node) : '';
  }

  protected literal(node: SyntaxNode, value: Constant): Expression {
    return { type: 'literal', node, value };
  }

  protected opaque(node: SyntaxNode): Expression {
    return { type: 'opaque', node, parts: this.named(node).map((child) => this.expression(child)) };
  }

  protected optional(node: SyntaxNode | null): Expression | null {
    return node ? this.expression(node) : null;
  }

  /** `a ? b : c`, from its parts in evaluation order. */
  protected choice(
    node: SyntaxNode,
    condition: SyntaxNode | undefined,
    whenTrue: SyntaxNode | undefined,
    whenFalse: SyntaxNode | undefined,
  ): Expression {
    if (!condition || !whenTrue || !whenFalse) return this.opaque(node);
    return {
      type: 'choice',
      node,
      condition: this.expression(condition),
      whenTrue: this.expression(whenTrue),
      whenFalse: this.expression(whenFalse),
    };
  }

  protected unary(node: SyntaxNode, operand: SyntaxNode | null, operator: string): Expression {
    return operand ? { type: 'unary', node, operator, operand: this.expression(operand) } : this.opaque(node);
  }

  /** A binary expression with fields left, operator and right; chains of `+` become one sum. */
  protected binary(node: SyntaxNode): Expression {
    const operatorOf = (link: SyntaxNode): string => this.text(this.field(link, 'operator'));
    const operator = operatorOf(node);
    if (operator === '+') return this.sum(node, (link) => link.kind === node.kind && operatorOf(link) === '+');
    return this.operation(node, operator, this.field(node, 'left'), this.field(node, 'right'));
  }

  protected operation(
    node: SyntaxNode,
    operator: string,
    left: SyntaxNode | null | undefined,
    right: SyntaxNode | null | undefined,
  ): Expression {
    if (!left || !right) return this.opaque(node);
    return { type: 'binary', node, operator, left: this.expression(left), right: this.expression(right) };
  }

  /** A chain of left-nested `+` as one sum, without recursion: generated code nests thousands of them. */
  protected sum(node: SyntaxNode, isLink: (link: SyntaxNode) => boolean): Expression {
    const parts: SyntaxNode[] = [];
    let link: SyntaxNode | null = node;
    while (link && isLink(link)) {
      const right = this.field(link, 'right');
      if (right) parts.push(right);
      link = this.field(link, 'left');
    }
    if (link) parts.push(link);
    return { type: 'sum', node, parts: parts.toReversed().map((part) => this.expression(part)) };
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', f: '\f', v: '\v' };

/** Resolves the escapes that the four languages share; others keep their letter. */
export function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g, (_whole, unicode, hex, letter: string) => {
    const code: unknown = unicode ?? hex;
    if (typeof code === 'string') return String.fromCharCode(parseInt(code, 16));
    return escapes[letter] ?? letter;
  });
}

/** A number literal of any of the languages, or null when it is not a plain one. */
export function parseNumber(text: string): number | null {
  const plain = text.replaceAll('_', '').replace(/(?<![xX][0-9a-fA-F]*)[lLfFdDn]$/, '');
  const value = Number(plain);
  return plain === '' || Number.isNaN(value) ? null : value;
}
