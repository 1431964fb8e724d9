import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, FunctionUnit, Parameter, Statement, SwitchCase } from '../../core-tree.js';
import { readRustImports } from '../../../languages/rust/imports.js';
import { isExtractedText, typeName } from './rust-types.js';
import { RustExpressions } from './rust-expressions.js';

const holders: ReadonlySet<string> = new Set(['source_file', 'declaration_list', 'block']);
/** Macros that never return. */
const endings: ReadonlySet<string> = new Set(['panic', 'unreachable', 'todo', 'unimplemented', 'bail']);

/** What is done with the value of an expression that branches: returned, bound, or nothing. */
type Use = (value: Expression) => Statement;

/**
 * Rust into the core tree. Nearly everything is an expression there; what branches (`if`, `match`, blocks) becomes
 * statements, and what is done with its value is done at the end of every branch.
 */
export class RustLowering extends RustExpressions {
  private className: string | null = null;
  private imports: ReadonlyMap<string, string> | null = null;

  module(root: SyntaxNode): readonly Statement[] {
    return this.block(root, holders);
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    switch (node.kind) {
      case 'function_item':
        return [{ type: 'function', node, fn: this.unit(node) }];
      case 'impl_item':
      case 'trait_item':
        return [this.classStatement(node)];
      case 'mod_item':
      case 'foreign_mod_item':
        return this.block(this.field(node, 'body'), holders);
      case 'let_declaration':
        return this.letStatement(node);
      case 'const_item':
      case 'static_item':
        return this.constant(node);
      case 'expression_statement': {
        const inner = this.named(node)[0];
        return inner ? this.value(inner, (value) => ({ type: 'expression', node, value })) : [];
      }
      default:
        if (
          /_item$|declaration$|^(attribute_item|inner_attribute_item|macro_definition|empty_statement)$/.test(node.kind)
        )
          return [];
        return this.value(node, (value) => ({ type: 'expression', node, value }));
    }
  }

  private classStatement(node: SyntaxNode): Statement {
    const outer = this.className;
    const type = this.field(node, 'type') ?? this.field(node, 'name');
    const name =
      this.text(type)
        .replace(/<[^]*$/, '')
        .split('::')
        .at(-1) ?? '';
    this.className = name;
    const body = this.block(this.field(node, 'body'), holders);
    this.className = outer;
    return { type: 'class', node, name, body };
  }

  private constant(node: SyntaxNode): readonly Statement[] {
    const name = this.field(node, 'name');
    const value = this.field(node, 'value');
    if (!name || !value) return [];
    const target: Expression = { type: 'name', node: name, name: this.text(name) };
    return [{ type: 'declare', node, target, value: this.expression(value), declaredType: null }];
  }

  private letStatement(node: SyntaxNode): readonly Statement[] {
    const pattern = this.field(node, 'pattern');
    const given = this.field(node, 'value');
    const alternative = this.field(node, 'alternative');
    if (!pattern || !given) return [];
    const bound = this.value(given, (value) => {
      return { type: 'declare', node, target: this.target(pattern), value, declaredType: null };
    });
    if (!alternative) return bound;
    const condition: Expression = { type: 'opaque', node: alternative, parts: [] };
    const otherwise = this.block(alternative, holders);
    return [...bound, { type: 'if', node: alternative, condition, whenTrue: [], whenFalse: otherwise }];
  }

  /** The statements of an expression, with `use` at the end of each way that gives a value. */
  private value(node: SyntaxNode, use: Use): readonly Statement[] {
    switch (node.kind) {
      case 'if_expression':
        return [this.branch(node, use)];
      case 'match_expression':
        return [this.match(node, use)];
      case 'block':
        return [{ type: 'block', node, body: this.blockStatements(node, use) }];
      case 'unsafe_block':
      case 'async_block':
      case 'const_block':
      case 'try_block': {
        const block = this.named(node).find((child) => child.kind === 'block');
        return block ? [{ type: 'block', node, body: this.blockStatements(block, use) }] : [];
      }
      case 'loop_expression':
      case 'while_expression':
      case 'for_expression':
        return [this.loop(node)];
      case 'return_expression': {
        const inner = this.named(node)[0];
        if (!inner) return [{ type: 'return', node, value: null }];
        return this.value(inner, (value) => ({ type: 'return', node, value }));
      }
      case 'break_expression':
      case 'continue_expression':
        return [{ type: 'jump', node }];
      case 'macro_invocation':
        if (!endings.has(this.text(this.field(node, 'macro')))) return [use(this.expression(node))];
        return [{ type: 'throw', node, value: this.expression(node) }];
      case 'parenthesized_expression': {
        const inner = this.named(node)[0];
        return inner ? this.value(inner, use) : [];
      }
      default:
        return [use(this.expression(node))];
    }
  }

  /** A block's statements; its last expression goes to `use`. */
  private blockStatements(node: SyntaxNode | null, use: Use): readonly Statement[] {
    const children = node ? this.named(node) : [];
    const last = children.at(-1);
    return children.flatMap((child) => {
      const tail = child === last ? tailOf(child) : null;
      return tail ? this.deeper(() => this.value(tail, use)) : this.statement(child);
    });
  }

  private deeper(lower: () => readonly Statement[]): readonly Statement[] {
    if (this.nested >= 100) return [];
    this.nested += 1;
    const lowered = lower();
    this.nested -= 1;
    return lowered;
  }

  private nested = 0;

  private branch(node: SyntaxNode, use: Use): Statement {
    const condition = this.expression(this.field(node, 'condition') ?? node);
    const alternative = this.field(node, 'alternative');
    const otherwise = alternative ? this.named(alternative)[0] : undefined;
    return {
      type: 'if',
      node,
      condition,
      whenTrue: this.blockStatements(this.field(node, 'consequence'), use),
      whenFalse: otherwise ? this.deeper(() => this.value(otherwise, use)) : [],
    };
  }

  private match(node: SyntaxNode, use: Use): Statement {
    const subject = this.expression(this.field(node, 'value') ?? node);
    const body = this.field(node, 'body');
    const arms = (body ? this.named(body) : []).filter((arm) => arm.kind === 'match_arm');
    const cases = arms.map((arm): SwitchCase => {
      const pattern = this.field(arm, 'pattern');
      const value = this.field(arm, 'value');
      const target = pattern ? this.target(pattern) : null;
      const bound: readonly Statement[] =
        target && target.type !== 'opaque'
          ? [{ type: 'declare', node: target.node, target, value: subject, declaredType: null }]
          : [];
      const chosen = value ? this.deeper(() => this.value(value, use)) : [];
      const guard = pattern ? this.field(pattern, 'condition') : null;
      const statements: readonly Statement[] = guard
        ? [{ type: 'if', node: guard, condition: this.expression(guard), whenTrue: chosen, whenFalse: [] }]
        : chosen;
      return { tests: pattern ? this.tests(pattern) : [], body: [...bound, ...statements], fallsThrough: false };
    });
    return { type: 'switch', node, subject, cases };
  }

  private loop(node: SyntaxNode): Statement {
    const body = this.block(this.field(node, 'body'), holders);
    const pattern = this.field(node, 'pattern');
    const value = this.field(node, 'value');
    const condition = this.field(node, 'condition');
    const each =
      node.kind === 'for_expression' && pattern && value
        ? { target: this.target(pattern), iterable: this.expression(value) }
        : condition?.kind === 'let_condition'
          ? this.drained(condition)
          : null;
    return { type: 'loop', node, condition: each ? null : this.optional(condition), each, before: [], body };
  }

  /** `while let Some(x) = queue.pop()`: x is each of them. */
  private drained(condition: SyntaxNode): { target: Expression; iterable: Expression } | null {
    const pattern = this.field(condition, 'pattern');
    const value = this.field(condition, 'value');
    return pattern && value ? { target: this.target(pattern), iterable: this.expression(value) } : null;
  }

  private unit(node: SyntaxNode): FunctionUnit {
    const className = this.className;
    const body = this.field(node, 'body');
    let lowered: readonly Statement[] | undefined;
    const lower = (): readonly Statement[] =>
      this.blockStatements(body, (value) => ({ type: 'return', node: value.node, value }));
    return {
      name: this.text(this.field(node, 'name')) || null,
      node,
      className,
      annotations: this.attributes(node),
      parameters: this.parameters(this.field(node, 'parameters')),
      body: () => (lowered ??= lower()),
    };
  }

  protected closure(node: SyntaxNode): FunctionUnit {
    const body = this.field(node, 'body');
    let lowered: readonly Statement[] | undefined;
    const lower = (): readonly Statement[] =>
      body ? this.value(body, (value) => ({ type: 'return', node: value.node, value })) : [];
    return {
      name: null,
      node,
      className: null,
      annotations: [],
      parameters: this.parameters(this.field(node, 'parameters')),
      body: () => (lowered ??= lower()),
    };
  }

  /** The attributes above an item: `#[get("/x")]` → `get("/x")`. */
  private attributes(node: SyntaxNode): readonly string[] {
    const siblings = node.parent?.children ?? [];
    const found: string[] = [];
    for (let at = siblings.indexOf(node) - 1; at >= 0 && found.length < 8; at -= 1) {
      const sibling = siblings[at];
      if (sibling?.kind === 'attribute_item') found.push(this.text(sibling).replace(/^#\[|\]$/g, ''));
      else if (!sibling?.kind.endsWith('comment')) break;
    }
    return found;
  }

  private parameters(list: SyntaxNode | null): readonly Parameter[] {
    return (list ? this.named(list) : []).flatMap((node): readonly Parameter[] => {
      if (node.kind === 'self_parameter') return [parameter('self', node, null, [])];
      const pattern = node.kind === 'parameter' ? this.field(node, 'pattern') : node;
      if (!pattern || node.kind === 'attribute_item') return [];
      const names = this.boundNames(pattern);
      const type = typeName(this.text(this.field(node, 'type')));
      const [only] = names;
      const isNumber = type !== null && /^([iuf]\d+|[iu]size|bool|Uuid)$/.test(type);
      // `name: web::Path<String>` is a text of the request itself.
      if (only !== undefined && pattern.kind === 'identifier' && isExtractedText(this.text(this.field(node, 'type'))))
        return [{ ...parameter(only, node, 'String', []), annotations: ['extractor'] }];
      // `State(shop): State<Shop>` and `shop: Arc<Shop>` are a Shop.
      const held = holder.exec(this.text(this.field(node, 'type')))?.[1];
      if (only !== undefined && names.length === 1 && held !== undefined) return [parameter(only, node, held, [])];
      if (only !== undefined && names.length === 1 && (pattern.kind === 'identifier' || isNumber))
        return [parameter(only, node, type, [])];
      return [parameter('', node, type, names)];
    });
  }

  protected override qualified(parts: readonly string[]): string {
    this.imports ??= readRustImports(this.tree);
    const [first = '', ...rest] = parts;
    return [this.imports.get(first) ?? first, ...rest].join('.');
  }
}

/** What only hands on one of the program's own values. */
const holder = /^&?(?:\w+::)*(?:State|Data|Extension|Arc|Rc|Box)<(?:(?:\w+::)*(?:Arc|Rc|Box)<)?([A-Z]\w*)>+$/;

function parameter(name: string, node: SyntaxNode, type: string | null, properties: readonly string[]): Parameter {
  return { name, node, type, annotations: [], rest: false, properties };
}

/** The expression that a block ends in and gives as its value, or null. */
function tailOf(node: SyntaxNode): SyntaxNode | null {
  if (/(_item|_declaration|^empty_statement|^macro_definition)$/.test(node.kind)) return null;
  if (node.kind !== 'expression_statement') return node;
  if (node.children.at(-1)?.kind === ';') return null;
  return node.children.find((child) => child.named) ?? null;
}
