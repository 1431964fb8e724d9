import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Expression } from '../../core-tree.js';
import { LoweringBase, unescape } from '../lowering-base.js';
import { numberOf, numericFields } from './rust-fields.js';

/** Arguments of a macro beyond this many tokens are not read. */
const maximumTokens = 400;
const formatted: ReadonlySet<string> = new Set(['format', 'print', 'println', 'eprint', 'eprintln', 'concat']);

/**
 * Rust's macros: what stands between their brackets is a row of tokens, which is read here as far as macros that format,
 * collect and check need it: names, members, calls and literals, separated by commas.
 */
export abstract class RustMacros extends LoweringBase {
  /** `format!("a {} {name}", x)` as text put together; `vec![…]` as a list; anything else as a call. */
  protected macro(node: SyntaxNode): Expression {
    const name = this.text(this.field(node, 'macro'));
    const last = name.split('::').at(-1) ?? name;
    const tree = node.children.find((child) => child.kind === 'token_tree');
    const args = tree ? this.tokenArguments(tree) : [];
    if (last === 'vec') return { type: 'list', node, items: args };
    const text = formatted.has(last) ? this.formattedText(node, args) : null;
    if (text && (last === 'format' || last === 'concat')) return text;
    const given = text ? [text] : this.written(node, last, args);
    const callee: Expression = { type: 'name', node: this.field(node, 'macro') ?? node, name: `${last}!` };
    const passed = given.map((value): Argument => ({ name: null, value, spread: false }));
    return { type: 'call', node, callee, args: passed, construct: false };
  }

  /** `write!(target, "…", x)`: the target and the text. */
  private written(node: SyntaxNode, name: string, args: readonly Expression[]): readonly Expression[] {
    const [target, ...rest] = args;
    if (!/^writeln?$/.test(name) || !target) return args;
    const text = this.formattedText(node, rest);
    return text ? [target, { type: 'assign', node, target, value: text, operator: '+' }] : args;
  }

  /** The format string's pieces and the values between them; null when the first argument is no literal. */
  private formattedText(node: SyntaxNode, args: readonly Expression[]): Expression | null {
    const [template, ...values] = args;
    if (template?.type !== 'literal' || typeof template.value !== 'string') return null;
    const pieces = template.value.replaceAll('{{', '\u0001').replaceAll('}}', '\u0002').split(/[{}]/);
    const parts: Expression[] = [];
    let next = 0;
    pieces.forEach((piece, index) => {
      if (index % 2 === 0) {
        const text = piece.replaceAll('\u0001', '{').replaceAll('\u0002', '}');
        if (text !== '') parts.push(this.literal(template.node, text));
        return;
      }
      const key = piece.split(':', 1)[0] ?? '';
      const place = /^\d+$/.test(key) ? Number(key) : key === '' ? next++ : -1;
      const value = values[place];
      if (value) parts.push(value.type === 'assign' ? value.value : value);
      else if (/^[a-z_]\w*$/i.test(key)) parts.push(namedValue(values, key) ?? { type: 'name', node, name: key });
    });
    return { type: 'compose', node, parts };
  }

  /** The arguments between a macro's brackets. */
  protected tokenArguments(tree: SyntaxNode): readonly Expression[] {
    const groups: SyntaxNode[][] = [[]];
    for (const token of tree.children.slice(1, -1).slice(0, maximumTokens)) {
      if (token.kind === ',' || token.kind === ';') groups.push([]);
      else if (!token.kind.endsWith('comment')) groups.at(-1)?.push(token);
    }
    return groups.filter((group) => group.length > 0).map((group) => this.tokens(group));
  }

  /** One argument: `name`, `&self.name`, `a::b(c).d`, `key = value`; what is more than that is opaque. */
  private tokens(group: readonly SyntaxNode[]): Expression {
    const start = group.findIndex((token) => !/^(&|\*|mut|mutable_specifier|ref)$/.test(token.kind));
    const tokens = group.slice(Math.max(0, start));
    const [first, second] = tokens;
    if (!first) return { type: 'opaque', node: group[0] ?? this.tree.root, parts: [] };
    if (second?.kind === '=' && first.kind === 'identifier') {
      const target: Expression = { type: 'name', node: first, name: this.text(first) };
      return { type: 'assign', node: first, target, value: this.tokens(tokens.slice(2)), operator: null };
    }
    let expression = this.tokenValue(first);
    for (let at = 1; at < tokens.length; at += 1) {
      const token = tokens[at];
      const following = tokens[at + 1];
      if (!token) break;
      if ((token.kind === '.' || token.kind === '::') && following) {
        if (/identifier$|^(self|await|integer_literal)$/.test(following.kind)) {
          const node = following;
          if (this.text(node) !== 'await') {
            const member: Expression = { type: 'member', node, object: expression, property: this.text(node) };
            const isCalled = tokens[at + 2]?.kind === 'token_tree';
            expression = !isCalled && this.isNumeric(member.property) ? numberOf(node, member) : member;
          }
          at += 1;
        }
      } else if (token.kind === 'token_tree') {
        const args = this.tokenArguments(token).map((value): Argument => ({ name: null, value, spread: false }));
        expression =
          token.children[0]?.kind === '['
            ? { type: 'index', node: token, object: expression, key: args[0]?.value ?? null }
            : { type: 'call', node: token, callee: expression, args, construct: false };
      } else if (token.kind === '?' || token.kind === 'type_arguments') {
        continue;
      } else {
        // An operator or something else: what it stands between goes in.
        const rest = tokens.slice(at + 1);
        const parts = rest.length > 0 && this.enter() ? [expression, this.leave(this.tokens(rest))] : [expression];
        return { type: 'opaque', node: first, parts };
      }
    }
    return expression;
  }

  private numericNames: ReadonlySet<string> | undefined;

  protected isNumeric(field: string): boolean {
    this.numericNames ??= numericFields(this.tree);
    return this.numericNames.has(field);
  }

  private tokenValue(token: SyntaxNode): Expression {
    if (token.kind !== 'token_tree') return this.expression(token);
    return {
      type: 'opaque',
      node: token,
      parts: this.enter() ? this.tokenArguments(token).map((one) => this.leave(one)) : [],
    };
  }

  private tokenDepth = 0;

  private enter(): boolean {
    if (this.tokenDepth >= 40) return false;
    this.tokenDepth += 1;
    return true;
  }

  private leave(value: Expression): Expression {
    this.tokenDepth = Math.max(0, this.tokenDepth - 1);
    return value;
  }

  protected stringValue(node: SyntaxNode): Expression {
    const text = this.text(node);
    const raw = /^b?r#*"/.exec(text);
    if (raw) return this.literal(node, text.slice(raw[0].length).replace(/"#*$/, ''));
    return this.literal(node, unescape(text.replace(/^[bc]?["']/, '').replace(/["']$/, '')));
  }
}

function namedValue(values: readonly Expression[], key: string): Expression | undefined {
  for (const value of values) {
    if (value.type === 'assign' && value.target.type === 'name' && value.target.name === key) return value.value;
  }
  return undefined;
}
