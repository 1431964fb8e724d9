import type { SyntaxNode, SyntaxTree } from '../../../tree/syntax-tree.js';
import type { Entry, Expression } from '../../core-tree.js';
import { formatParts } from '../format-string.js';
import { LoweringBase, unescape } from '../lowering-base.js';

/** Ruby's texts, regular expressions and hashes. */
export abstract class RubyLiterals extends LoweringBase {
  /** The text of each `<<~NAME`, which stands on the lines below. */
  private readonly heredocs = new Map<SyntaxNode, SyntaxNode>();

  constructor(tree: SyntaxTree) {
    super(tree);
    const texts = tree.byKind('heredoc_body');
    tree.byKind('heredoc_beginning').forEach((beginning, index) => {
      const text = texts[index];
      if (text) this.heredocs.set(beginning, text);
    });
  }

  protected string(node: SyntaxNode): Expression {
    const holder = node.kind === 'heredoc_beginning' ? this.heredocs.get(node) : node;
    if (!holder) return this.opaque(node);
    const raw = /^('|%q|%w|%i|<<[~-]?')/.test(this.text(node));
    const parts = this.named(holder)
      .filter((child) => child.kind !== 'heredoc_end')
      .map((child): Expression => {
        if (child.kind === 'interpolation') return this.expression(child);
        const text = this.text(child);
        return this.literal(child, raw ? text.replace(/\\(['\\])/g, '$1') : unescape(text));
      });
    if (parts.every((part) => part.type === 'literal'))
      return this.literal(node, parts.map((part) => String(part.type === 'literal' ? part.value : '')).join(''));
    return { type: 'compose', node, parts };
  }

  /** `^` and `$` are those of a line in Ruby: they prove nothing of the text, unlike `\A` and `\z`. */
  protected regex(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    if (children.some((child) => child.kind === 'interpolation'))
      return { type: 'compose', node, parts: children.map((child) => this.expression(child)) };
    const text = this.text(node)
      .replace(/^(\/|%r.)/, '')
      .replace(/[^\w\s][a-z]*$/, '');
    return this.literal(node, /^\^|\$$/.test(text) ? `(?m:${text})` : text);
  }

  protected entry(pair: SyntaxNode): Entry {
    const key = this.field(pair, 'key');
    const value = this.field(pair, 'value');
    if (!key) return { key: null, value: this.expression(pair) };
    const name = this.expression(key);
    // `{name:}` takes the variable of that name.
    const given = value ? this.expression(value) : ({ type: 'name', node: key, name: this.text(key) } as const);
    return { key: name.type === 'literal' ? String(name.value) : null, value: given };
  }

  protected format(node: SyntaxNode, template: string, args: readonly Expression[]): Expression {
    const parts = formatParts(node, template, args, (value) => ({
      type: 'call',
      node: value.node,
      callee: { type: 'name', node: value.node, name: 'Integer' },
      args: [{ name: null, value, spread: false }],
      construct: false,
    }));
    return { type: 'compose', node, parts };
  }
}
