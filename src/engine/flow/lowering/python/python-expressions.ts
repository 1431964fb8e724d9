import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Entry, Expression, FunctionUnit, Parameter, Statement } from '../../core-tree.js';
import { patternMask } from '../../guards/pattern-proofs.js';
import { safeForAll } from '../../sink-class.js';
import { LoweringBase, parseNumber, unescape } from '../lowering-base.js';

/** Python's expressions and functions; its statements are in python-lowering.ts. */
export abstract class PythonExpressions extends LoweringBase {
  protected readonly blocks: ReadonlySet<string> = new Set(['block', 'module']);
  protected className: string | null = null;

  protected unit(node: SyntaxNode, annotations: readonly string[]): FunctionUnit {
    const className = this.className;
    const body = this.field(node, 'body');
    let lowered: readonly Statement[] | undefined;
    const lower = (): readonly Statement[] => {
      if (!body) return [];
      if (node.kind === 'lambda') return [{ type: 'return', node: body, value: this.expression(body) }];
      const outer = this.className;
      this.className = className;
      const statements = this.block(body, this.blocks);
      this.className = outer;
      return statements;
    };
    const name = this.text(this.field(node, 'name')) || null;
    return {
      name,
      node,
      className,
      confined: name !== null && /^__?[a-z]\w*$/i.test(name) && !name.endsWith('__') && annotations.length === 0,
      annotations,
      parameters: this.parameters(this.field(node, 'parameters')),
      body: () => (lowered ??= lower()),
    };
  }

  private parameters(list: SyntaxNode | null): readonly Parameter[] {
    if (!list) return [];
    return this.named(list).flatMap((node) => {
      const rest = node.kind.endsWith('splat_pattern');
      const name = node.kind === 'identifier' ? node : (this.field(node, 'name') ?? this.named(node)[0]);
      if (!name || name.kind !== 'identifier') return [];
      const provider = this.provider(node);
      return [
        {
          name: this.text(name),
          node,
          type: this.declaredType(node),
          annotations: this.defaultCall(node),
          rest,
          properties: [],
          ...(provider === null ? {} : { provider }),
        },
      ];
    });
  }

  /** The last name of a parameter's or field's type; `Literal` where the framework holds it to a harmless pattern. */
  protected declaredType(node: SyntaxNode): string | null {
    const type = this.field(node, 'type');
    const value = this.field(node, 'value') ?? this.field(node, 'right');
    const limits = (type ? this.text(type) : '') + (value?.kind === 'call' ? this.text(value) : '');
    const pattern = /\b(?:pattern|regex)\s*=\s*r?(?:"([^"\n]*)"|'([^'\n]*)')/.exec(limits);
    if (pattern && patternMask(pattern[1] ?? pattern[2] ?? '', false, false) === safeForAll) return 'Literal';
    return type ? this.plainType(this.text(type)) : null;
  }

  /** FastAPI: `name: str = Depends(checked)`, `Annotated[str, Depends(checked)]` takes what that function returns. */
  private provider(parameter: SyntaxNode): string | null {
    const given = /^(?:fastapi\.)?(?:Depends|Security)\(\s*(\w+)/.exec(this.text(this.field(parameter, 'value')));
    const annotated = /\b(?:Depends|Security)\(\s*(\w+)/.exec(this.text(this.field(parameter, 'type')));
    return given?.[1] ?? annotated?.[1] ?? null;
  }

  /** `Annotated[int, Path()]` → `int`; one of fixed texts, by `Literal` or an enum of this file, → `Literal`. */
  private plainType(written: string): string {
    const type = /^(?:typing\.)?(?:Annotated|Optional)\[\s*([\w.]+(?:\[[^\]]*\])?)/.exec(written)?.[1] ?? written;
    if (/^(?:typing\.)?(?:(?:[Ll]ist|[Ss]et|[Tt]uple|Sequence)\[\s*(?:typing\.)?)?Literal\[/.test(type))
      return 'Literal';
    if (/^(?:pydantic\.)?con(?:int|float|decimal|date)\(/.test(type)) return 'int';
    if (/^(?:[Ll]ist|[Ss]et|[Tt]uple|Sequence)\[(?:int|float|UUID)\]$/.test(type)) return 'int';
    if (!/^[A-Z]\w*$/.test(type)) return type;
    const declared = new RegExp(`^class ${type}\\([^)\\n]*Enum\\b`, 'm');
    return declared.test(this.tree.source) ? 'Literal' : type;
  }

  /** FastAPI says what a parameter is by its default: `q: str = Query(...)`. */
  private defaultCall(parameter: SyntaxNode): readonly string[] {
    const value = this.field(parameter, 'value');
    const callee = value?.kind === 'call' ? this.field(value, 'function') : null;
    const annotated = /^(?:typing\.)?Annotated\[[^\]]*?,\s*([\w.]+)\(/.exec(
      this.text(this.field(parameter, 'type')),
    )?.[1];
    return callee ? [this.text(callee)] : annotated === undefined ? [] : [annotated];
  }

  protected override lowerExpression(node: SyntaxNode): Expression {
    const children = this.named(node);
    switch (node.kind) {
      case 'identifier':
        return { type: 'name', node, name: this.text(node) };
      case 'integer':
      case 'float':
        return this.literal(node, parseNumber(this.text(node)) ?? 0);
      case 'true':
      case 'false':
        return this.literal(node, node.kind === 'true');
      case 'none':
        return this.literal(node, null);
      case 'string':
        return this.string(node);
      case 'concatenated_string':
        return { type: 'compose', node, parts: children.map((part) => this.expression(part)) };
      case 'attribute': {
        const object = this.field(node, 'object');
        if (!object) return this.opaque(node);
        return {
          type: 'member',
          node,
          object: this.expression(object),
          property: this.text(this.field(node, 'attribute')),
        };
      }
      case 'subscript': {
        const object = this.field(node, 'value');
        const key = this.field(node, 'subscript');
        if (!object) return this.opaque(node);
        return {
          type: 'index',
          node,
          object: this.expression(object),
          key: key && key.kind !== 'slice' ? this.expression(key) : null,
        };
      }
      case 'call':
        return this.call(node);
      case 'binary_operator':
        return this.binary(node);
      case 'boolean_operator':
        return this.operation(
          node,
          this.text(this.field(node, 'operator')),
          this.field(node, 'left'),
          this.field(node, 'right'),
        );
      case 'comparison_operator':
        return this.comparison(node, children);
      case 'not_operator':
        return this.unary(node, this.field(node, 'argument'), 'not');
      case 'unary_operator':
        return this.unary(node, this.field(node, 'argument'), this.text(this.field(node, 'operator')));
      case 'conditional_expression':
        return this.choice(node, children[1], children[0], children[2]);
      case 'list':
      case 'tuple':
      case 'set':
      case 'expression_list':
      case 'pattern_list':
      case 'tuple_pattern':
        return { type: 'list', node, items: children.map((child) => this.expression(child)) };
      case 'dictionary':
        return { type: 'record', node, entries: children.map((pair) => this.entry(pair)) };
      case 'assignment':
      case 'augmented_assignment':
      case 'named_expression':
        return this.assignment(node);
      case 'as_pattern': {
        const [value] = children;
        const alias = this.field(node, 'alias');
        const target = alias ? this.named(alias)[0] : undefined;
        if (!value || !target) return this.opaque(node);
        return { type: 'assign', node, target: this.expression(target), value: this.expression(value), operator: null };
      }
      case 'lambda':
        return { type: 'function', node, fn: this.unit(node, []) };
      case 'list_comprehension':
      case 'set_comprehension':
      case 'dictionary_comprehension':
      case 'generator_expression':
        return this.comprehension(node, children);
      case 'parenthesized_expression':
      case 'await':
      case 'list_splat':
      case 'list_splat_pattern':
        return children[0] ? this.expression(children[0]) : this.opaque(node);
      default:
        return this.opaque(node);
    }
  }

  private string(node: SyntaxNode): Expression {
    const start = this.text(node.children[0] ?? null).toLowerCase();
    const raw = start.includes('r');
    const parts: Expression[] = [];
    for (const child of node.children) {
      if (child.kind === 'string_content') {
        const text = this.text(child);
        parts.push(this.literal(child, raw ? text : unescape(text)));
      }
      if (child.kind === 'interpolation') {
        const inner = this.field(child, 'expression') ?? this.named(child)[0];
        if (inner) parts.push(this.expression(inner));
      }
    }
    const [only] = parts;
    if (!only) return this.literal(node, '');
    if (parts.length === 1 && only.type === 'literal') return this.literal(node, only.value);
    return { type: 'compose', node, parts };
  }

  private call(node: SyntaxNode): Expression {
    const callee = this.field(node, 'function');
    const list = this.field(node, 'arguments');
    if (!callee || !list) return this.opaque(node);
    const children = list.kind === 'argument_list' ? this.named(list) : [list];
    return {
      type: 'call',
      node,
      callee: this.expression(callee),
      construct: false,
      args: children.map((child): Argument => {
        if (child.kind === 'keyword_argument') {
          const value = this.field(child, 'value') ?? child;
          return { name: this.text(this.field(child, 'name')), value: this.expression(value), spread: false };
        }
        const spread = child.kind === 'list_splat' || child.kind === 'dictionary_splat';
        const value = spread ? (this.named(child)[0] ?? child) : child;
        return { name: null, value: this.expression(value), spread };
      }),
    };
  }

  private comparison(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const [left, right] = children;
    const operator = node.children
      .filter((child) => child.field === 'operators')
      .map((child) => this.text(child))
      .join(' ');
    return children.length === 2 ? this.operation(node, operator, left, right) : this.opaque(node);
  }

  private entry(pair: SyntaxNode): Entry {
    const key = this.field(pair, 'key');
    const value = this.field(pair, 'value');
    if (!key || !value) return { key: null, value: this.expression(this.named(pair)[0] ?? pair) };
    const name = this.expression(key);
    return { key: name.type === 'literal' ? String(name.value) : null, value: this.expression(value) };
  }

  private assignment(node: SyntaxNode): Expression {
    const target = this.field(node, 'left') ?? this.field(node, 'name');
    const value = this.field(node, 'right') ?? this.field(node, 'value');
    if (!target || !value) return this.opaque(node);
    const operator =
      node.kind === 'augmented_assignment' ? this.text(this.field(node, 'operator')).replace(/=$/, '') : null;
    return { type: 'assign', node, target: this.expression(target), value: this.expression(value), operator };
  }

  private comprehension(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const bindings: Expression[] = [];
    for (const clause of children.filter((child) => child.kind === 'for_in_clause')) {
      const target = this.field(clause, 'left');
      const iterable = this.field(clause, 'right');
      if (!target || !iterable) continue;
      const element: Expression = { type: 'index', node: iterable, object: this.expression(iterable), key: null };
      bindings.push({ type: 'assign', node: clause, target: this.expression(target), value: element, operator: null });
    }
    const conditions = children.filter((child) => child.kind === 'if_clause').flatMap((clause) => this.named(clause));
    const body = this.field(node, 'body');
    return {
      type: 'comprehension',
      node,
      bindings,
      conditions: conditions.map((condition) => this.expression(condition)),
      element: body ? this.expression(body) : { type: 'opaque', node, parts: [] },
    };
  }
}
