import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Statement } from '../../core-tree.js';
import { PythonRecords } from './python-records.js';

/** Python (tree-sitter-python) into the core tree. */
export class PythonLowering extends PythonRecords {
  module(root: SyntaxNode): readonly Statement[] {
    return this.block(root, this.blocks);
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    switch (node.kind) {
      case 'expression_statement':
        return this.named(node).map((child) => this.expressionStatement(child));
      case 'if_statement':
        return [this.branch(node)];
      case 'for_statement':
        return [this.forStatement(node)];
      case 'while_statement':
        return [
          {
            type: 'loop',
            node,
            condition: this.optional(this.field(node, 'condition')),
            each: null,
            before: [],
            body: this.block(this.field(node, 'body'), this.blocks),
          },
        ];
      case 'try_statement':
        return [this.tryStatement(node)];
      case 'with_statement':
        return this.withStatement(node);
      case 'match_statement':
        return [this.matchStatement(node)];
      case 'return_statement':
        return [{ type: 'return', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'raise_statement':
        return [{ type: 'throw', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'break_statement':
      case 'continue_statement':
        return [{ type: 'jump', node }];
      case 'decorated_definition': {
        const definition = this.field(node, 'definition');
        return definition ? this.definition(definition, node) : [];
      }
      case 'function_definition':
      case 'class_definition':
        return this.definition(node, null);
      case 'assert_statement': {
        const condition = this.named(node)[0];
        if (!condition) return [];
        return [
          {
            type: 'if',
            node,
            condition: this.expression(condition),
            whenTrue: [],
            whenFalse: [{ type: 'throw', node, value: null }],
          },
        ];
      }
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
      case 'global_statement':
      case 'nonlocal_statement':
      case 'pass_statement':
        return [];
      default:
        return [{ type: 'expression', node, value: this.opaque(node) }];
    }
  }

  private expressionStatement(node: SyntaxNode): Statement {
    return node.kind === 'yield'
      ? this.yieldStatement(node)
      : { type: 'expression', node, value: this.expression(node) };
  }

  /** A generator gives a list of what it yields, one or the other each time it is asked. */
  private yieldStatement(node: SyntaxNode): Statement {
    const [given] = this.named(node);
    const delegates = node.children.some((child) => child.kind === 'from');
    const items = given ? [this.expression(given)] : [];
    const value: Expression = delegates && items[0] ? items[0] : { type: 'list', node, items };
    return {
      type: 'if',
      node,
      condition: { type: 'opaque', node, parts: [] },
      whenTrue: [{ type: 'return', node, value }],
      whenFalse: [],
    };
  }

  private definition(node: SyntaxNode, decorated: SyntaxNode | null): readonly Statement[] {
    const annotations = (decorated?.children ?? [])
      .filter((child) => child.kind === 'decorator')
      .map((child) => this.text(child).slice(1).trim());
    if (node.kind === 'class_definition') {
      const outer = this.className;
      const name = this.text(this.field(node, 'name'));
      this.className = name;
      const body = this.recordBody(node, annotations) ?? this.block(this.field(node, 'body'), this.blocks);
      this.className = outer;
      return [{ type: 'class', node, name, body }];
    }
    return [{ type: 'function', node, fn: this.unit(node, annotations) }];
  }

  private branch(node: SyntaxNode): Statement {
    const alternatives = this.fields(node, 'alternative');
    let whenFalse: readonly Statement[] = [];
    for (const alternative of alternatives.toReversed()) {
      if (alternative.kind === 'else_clause') {
        whenFalse = this.block(this.field(alternative, 'body'), this.blocks);
        continue;
      }
      whenFalse = [
        {
          type: 'if',
          node: alternative,
          condition: this.expression(this.field(alternative, 'condition') ?? alternative),
          whenTrue: this.block(this.field(alternative, 'consequence'), this.blocks),
          whenFalse,
        },
      ];
    }
    return {
      type: 'if',
      node,
      condition: this.expression(this.field(node, 'condition') ?? node),
      whenTrue: this.block(this.field(node, 'consequence'), this.blocks),
      whenFalse,
    };
  }

  private forStatement(node: SyntaxNode): Statement {
    const target = this.field(node, 'left');
    const iterable = this.field(node, 'right');
    const each = target && iterable ? { target: this.expression(target), iterable: this.expression(iterable) } : null;
    return {
      type: 'loop',
      node,
      condition: null,
      each,
      before: [],
      body: this.block(this.field(node, 'body'), this.blocks),
    };
  }

  private tryStatement(node: SyntaxNode): Statement {
    const clauses = this.named(node);
    const bodyOf = (clause: SyntaxNode): readonly Statement[] =>
      this.block(clause.children.find((child) => child.kind === 'block') ?? null, this.blocks);
    return {
      type: 'try',
      node,
      body: [
        ...this.block(this.field(node, 'body'), this.blocks),
        ...clauses.filter((clause) => clause.kind === 'else_clause').flatMap(bodyOf),
      ],
      handlers: clauses.filter((clause) => clause.kind.startsWith('except')).map(bodyOf),
      last: clauses.filter((clause) => clause.kind === 'finally_clause').flatMap(bodyOf),
    };
  }

  private withStatement(node: SyntaxNode): readonly Statement[] {
    const clause = node.children.find((child) => child.kind === 'with_clause');
    const opened = (clause ? this.named(clause) : []).map((item): Statement => {
      const value = this.field(item, 'value') ?? item;
      return { type: 'expression', node: item, value: this.expression(value) };
    });
    return [...opened, ...this.block(this.field(node, 'body'), this.blocks)];
  }

  private matchStatement(node: SyntaxNode): Statement {
    const subject = this.field(node, 'subject') ?? node;
    const body = this.field(node, 'body');
    const clauses = (body ? this.named(body) : []).filter((clause) => clause.kind === 'case_clause');
    return {
      type: 'switch',
      node,
      subject: this.expression(subject),
      cases: clauses.map((clause) => {
        const patterns = this.named(clause).filter((child) => child.kind === 'case_pattern');
        const tests = patterns.flatMap((pattern) => this.named(pattern));
        return {
          tests: tests.map((test) => this.expression(test)),
          body: this.block(this.field(clause, 'consequence'), this.blocks),
          fallsThrough: false,
        };
      }),
    };
  }
}
