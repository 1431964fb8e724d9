import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression } from '../../core-tree.js';
import { RustMacros } from './rust-macros.js';

const transparent: ReadonlySet<string> = new Set([
  'match_pattern',
  'ref_pattern',
  'mut_pattern',
  'reference_pattern',
  'captured_pattern',
  'or_pattern',
  'parenthesized_pattern',
]);

/** Rust's patterns: what they bind, and which constants they ask for. */
export abstract class RustPatterns extends RustMacros {
  /** What a pattern binds, as the target of an assignment. `Some(x)` binds x to what the option holds. */
  protected target(pattern: SyntaxNode): Expression {
    const node = pattern;
    if (pattern.kind === 'identifier' || pattern.kind === 'shorthand_field_identifier') {
      return isBinding(this.text(pattern))
        ? { type: 'name', node, name: this.text(pattern) }
        : { type: 'opaque', node, parts: [] };
    }
    const inner = this.named(pattern).filter(
      (child) => child.field !== 'type' && child.field !== 'condition' && child.kind !== 'mutable_specifier',
    );
    if (transparent.has(pattern.kind)) {
      const bound = pattern.kind === 'or_pattern' ? inner[0] : inner.find((child) => this.binds(child));
      return bound ? this.target(bound) : { type: 'opaque', node, parts: [] };
    }
    switch (pattern.kind) {
      case 'tuple_struct_pattern': {
        const [only] = inner;
        if (only && inner.length === 1) return this.target(only);
        return { type: 'list', node, items: inner.map((child) => this.target(child)) };
      }
      case 'tuple_pattern':
      case 'slice_pattern':
        return { type: 'list', node, items: inner.map((child) => this.target(child)) };
      case 'struct_pattern':
        return { type: 'list', node, items: inner.map((child) => this.target(child)) };
      case 'field_pattern': {
        const bound = this.field(pattern, 'pattern') ?? this.field(pattern, 'name') ?? inner[0];
        return bound ? this.target(bound) : { type: 'opaque', node, parts: [] };
      }
      default:
        return { type: 'opaque', node, parts: [] };
    }
  }

  private binds(pattern: SyntaxNode): boolean {
    return !pattern.kind.endsWith('literal');
  }

  /** Names that a parameter's pattern binds. */
  protected boundNames(pattern: SyntaxNode): readonly string[] {
    const target = this.target(pattern);
    if (target.type === 'name') return [target.name];
    return target.type === 'list' ? target.items.flatMap((item) => (item.type === 'name' ? [item.name] : [])) : [];
  }

  /** What a `match` arm asks for: constants, something opaque, or nothing at all (it takes everything). */
  protected tests(pattern: SyntaxNode): readonly Expression[] {
    const [inner] = this.named(pattern);
    const guarded = this.field(pattern, 'condition') !== null;
    if (!inner || (inner.kind === 'identifier' && isBinding(this.text(inner)))) {
      return guarded ? [{ type: 'opaque', node: pattern, parts: [] }] : [];
    }
    const options = inner.kind === 'or_pattern' ? this.alternatives(inner) : [inner];
    return options.map((option): Expression => {
      const isLiteral = option.kind.endsWith('literal');
      return isLiteral ? this.expression(option) : { type: 'opaque', node: option, parts: [] };
    });
  }

  /** `a | b | c` nests to the left. */
  private alternatives(pattern: SyntaxNode): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    const open = [pattern];
    while (open.length > 0 && found.length < 64) {
      const next = open.pop();
      if (next?.kind === 'or_pattern') open.push(...this.named(next).toReversed());
      else if (next) found.push(next);
    }
    return found;
  }
}

/** A name in small letters is bound; one that begins with a capital is a constant or a variant. */
function isBinding(name: string): boolean {
  return /^[a-z_]/.test(name);
}
