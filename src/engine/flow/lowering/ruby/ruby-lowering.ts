import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Statement, SwitchCase } from '../../core-tree.js';
import { RubyCalls } from './ruby-calls.js';

/** What is done with the value of a statement: it is returned, or assigned. */
type Use = (value: Expression) => Statement;

/** Statements that have a value, which their last statements give. */
const valued = /^(if_statement|switch_statement|match_statement|begin_block|try_statement|parenthesized_statements)$/;
const clauses = /^(catch_clause|finally_clause|no_error_clause)$/;
const endings = /^(raise|fail|exit|abort|exit!)$/;
/** Blocks that are kept and called elsewhere, perhaps never. */
const kept = /^(lambda|proc|define_method|new|scope|let|let!|subject|define_singleton_method)$/;

/** Blocks of methods that belong to the class or the program: Sinatra's helpers, Rails' concerns. */
const declaring = /^(helpers|included|class_methods|prepended)$/;

/** Ruby (tree-sitter-ruby, in normal form) into the core tree; what a method evaluates last is what it returns. */
export class RubyLowering extends RubyCalls {
  protected readonly blocks: ReadonlySet<string> = new Set([
    'program',
    'body_statement',
    'statement_list',
    'else_block',
    'begin_block',
    'try_statement',
    'default_clause',
    'no_error_clause',
    'finally_clause',
    'parenthesized_statements',
  ]);
  private className: string | null = null;
  private inMethod = false;
  private use: Use | null = null;

  module(root: SyntaxNode): readonly Statement[] {
    return this.body(root, null);
  }

  protected override functionBody(body: SyntaxNode): readonly Statement[] {
    const outer = this.inMethod;
    this.inMethod = true;
    const statements = this.body(body, (value) => ({ type: 'return', node: value.node, value }));
    this.inMethod = outer;
    return statements;
  }

  /** Statements of a body; `use` takes the value of its last one. */
  private body(node: SyntaxNode | null, use: Use | null): readonly Statement[] {
    if (!node) return [];
    if (!this.blocks.has(node.kind)) return this.used(node, use);
    const children = this.named(node).filter((child) => child.kind !== 'heredoc_body');
    const main = children.filter((child) => !clauses.test(child.kind));
    const statements = main.flatMap((child) => this.used(child, child === main.at(-1) ? use : null));
    if (main.length === children.length) return statements;
    const of = (kind: string): readonly SyntaxNode[] => children.filter((child) => child.kind === kind);
    return [
      {
        type: 'try',
        node,
        body: [...statements, ...of('no_error_clause').flatMap((clause) => this.body(clause, use))],
        handlers: of('catch_clause').map((clause) => this.body(this.field(clause, 'body'), use)),
        last: of('finally_clause').flatMap((clause) => this.body(clause, null)),
      },
    ];
  }

  /** A statement whose value is used. */
  private used(node: SyntaxNode, use: Use | null): readonly Statement[] {
    this.use = use;
    const statements = this.statement(node);
    this.use = null;
    return statements;
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    const { use } = this;
    this.use = null;
    if (this.blocks.has(node.kind)) return [{ type: 'block', node, body: this.body(node, use) }];
    switch (node.kind) {
      case 'if_statement':
        return [this.branch(node, use)];
      case 'while_statement':
      case 'do_statement':
      case 'for_statement':
        return [this.loop(node)];
      case 'switch_statement':
      case 'match_statement':
        return [this.caseStatement(node, use)];
      case 'return_statement':
        return [{ type: 'return', node, value: this.given(node) }];
      case 'break_statement':
      case 'continue_statement':
      case 'redo':
      case 'retry':
        return [{ type: 'jump', node }];
      case 'method_declaration':
        return [{ type: 'function', node, fn: this.unit(node, this.className) }];
      case 'class_declaration':
      case 'module_declaration':
        return [this.classDeclaration(node)];
      case 'singleton_class':
        return this.body(this.field(node, 'body'), null);
      case 'assignment':
        return this.assigned(node, use);
      case 'rescue_modifier': {
        const [body, handler] = [this.field(node, 'body'), this.field(node, 'handler')];
        return [{ type: 'try', node, body: this.body(body, use), handlers: [this.body(handler, use)], last: [] }];
      }
      case 'binary_expression':
        return this.shortCircuit(node) ?? [this.simple(node, use)];
      case 'call':
        return this.callStatement(node, use);
      case 'alias':
      case 'undef':
      case 'heredoc_body':
      case 'uninterpreted':
        return [];
      default:
        return [this.simple(node, use)];
    }
  }

  private simple(node: SyntaxNode, use: Use | null): Statement {
    const value = this.expression(node);
    return use ? use(value) : { type: 'expression', node, value };
  }

  /** `return a`, `return a, b`. */
  private given(node: SyntaxNode): Expression | null {
    const list = node.children.find((child) => child.kind === 'argument_list');
    const values = list ? this.named(list) : [];
    const [only] = values;
    if (!only || !list) return null;
    return values.length === 1
      ? this.expression(only)
      : { type: 'list', node: list, items: values.map((one) => this.expression(one)) };
  }

  /** `head :bad_request and return`, `find(x) or raise`. */
  private shortCircuit(node: SyntaxNode): readonly Statement[] | null {
    const operator = this.text(this.field(node, 'operator'));
    const left = this.field(node, 'left');
    const right = this.field(node, 'right');
    if (!left || !right || !/^(and|or|&&|\|\|)$/.test(operator)) return null;
    const leaves = /^(return_statement|break_statement|continue_statement)$/.test(right.kind) || this.ends(right);
    if (!leaves) return null;
    const condition = this.expression(left);
    const then = this.statement(right);
    const isAnd = operator === 'and' || operator === '&&';
    return [{ type: 'if', node, condition, whenTrue: isAnd ? then : [], whenFalse: isAnd ? [] : then }];
  }

  private ends(node: SyntaxNode): boolean {
    const name =
      node.kind === 'identifier'
        ? node
        : node.kind === 'call' && !this.field(node, 'object')
          ? this.field(node, 'name')
          : null;
    return name !== null && endings.test(this.text(name));
  }

  private assigned(node: SyntaxNode, use: Use | null): readonly Statement[] {
    const left = this.field(node, 'left');
    const right = this.field(node, 'right');
    if (!left || !right || use || !valued.test(right.kind)) return [this.simple(node, use)];
    const target = this.target(left);
    return this.body(right, (value) => ({
      type: 'expression',
      node,
      value: { type: 'assign', node, target, value, operator: null },
    }));
  }

  private callStatement(node: SyntaxNode, use: Use | null): readonly Statement[] {
    if (this.ends(node)) return [{ type: 'throw', node, value: this.expression(node) }];
    const block = this.field(node, 'block');
    const name = this.text(this.field(node, 'name'));
    if (block && declaring.test(name) && !this.inMethod) return this.body(this.field(block, 'body'), null);
    if (!block || kept.test(name)) return [this.simple(node, use)];
    if (this.isIterator(node))
      return use && name !== 'each' ? [this.simple(node, use)] : [this.iteration(node, block, name)];
    // Outside methods a block is a declaration of its own: a route, a test, a task.
    return this.inMethod ? this.inlined(node, block, use) : [this.simple(node, use)];
  }

  private iteration(node: SyntaxNode, block: SyntaxNode, name: string): Statement {
    const object = this.field(node, 'object') ?? node;
    const target = this.blockTarget(block, name) ?? { type: 'opaque', node: block, parts: [] };
    const each = { target, iterable: this.expression(object) };
    return { type: 'loop', node, condition: null, each, before: [], body: this.body(this.field(block, 'body'), null) };
  }

  /** `File.open(path) { |f| … }`: the block runs where it stands, with what the call gives it. */
  private inlined(node: SyntaxNode, block: SyntaxNode, use: Use | null): readonly Statement[] {
    const value = this.withoutBlock(node);
    const target = this.blockTarget(block, '');
    const given: Statement = target
      ? { type: 'declare', node, target, value, declaredType: null }
      : { type: 'expression', node, value };
    const body: SwitchCase = { tests: [], body: this.body(this.field(block, 'body'), use), fallsThrough: false };
    return [given, { type: 'switch', node: block, subject: this.literal(block, null), cases: [body] }];
  }

  private branch(node: SyntaxNode, use: Use | null): Statement {
    const alternative = this.field(node, 'alternative');
    const whenFalse =
      alternative?.kind === 'elif_clause' ? [this.branch(alternative, use)] : this.body(alternative, use);
    return {
      type: 'if',
      node,
      condition: this.condition(node),
      whenTrue: this.body(this.field(node, 'consequence'), use),
      whenFalse,
    };
  }

  private loop(node: SyntaxNode): Statement {
    const body = this.body(this.field(node, 'body'), null);
    const left = this.field(node, 'left');
    const right = this.field(node, 'right');
    if (left && right) {
      const each = { target: this.expression(left), iterable: this.expression(right) };
      return { type: 'loop', node, condition: null, each, before: [], body };
    }
    return { type: 'loop', node, condition: this.condition(node), each: null, before: [], body };
  }

  private caseStatement(node: SyntaxNode, use: Use | null): Statement {
    const subject = this.field(node, 'value');
    const cases = this.named(node)
      .filter((child) => /^(case_statement|case_clause|default_clause)$/.test(child.kind))
      .map((clause): SwitchCase => {
        const isDefault = clause.kind === 'default_clause';
        return {
          tests: this.fields(clause, 'pattern').map((test) => this.expression(test)),
          body: this.body(isDefault ? clause : this.field(clause, 'body'), use),
          fallsThrough: false,
        };
      });
    return {
      type: 'switch',
      node,
      subject: subject ? this.expression(subject) : { type: 'opaque', node, parts: [] },
      cases,
    };
  }

  /** Where something does not belong, the whole methods before it stand in an error beside the body. */
  private methodsIn({ children }: SyntaxNode): readonly Statement[] {
    return children
      .filter(({ kind }) => kind === 'ERROR')
      .flatMap((error) => this.named(error).filter(({ kind }) => kind === 'method_declaration'))
      .flatMap((method) => this.statement(method));
  }

  private classDeclaration(node: SyntaxNode): Statement {
    const outer = this.className;
    const name = this.text(this.field(node, 'name')).split('::').at(-1) ?? '';
    this.className = name;
    const body = [...this.methodsIn(node), ...this.body(this.field(node, 'body'), null)];
    this.className = outer;
    return { type: 'class', node, name, body };
  }
}
