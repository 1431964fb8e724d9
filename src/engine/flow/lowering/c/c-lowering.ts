import { declaredName, innerDeclarator, parameterList } from '../../../tree/declared-name.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, FunctionUnit, Parameter, Statement, SwitchCase } from '../../core-tree.js';
import { CExpressions } from './c-expressions.js';
import { isTextType, primitiveKinds, typeName } from './c-names.js';
import { streamStatement } from './c-streams.js';

const blocks: ReadonlySet<string> = new Set(['compound_statement', 'translation_unit', 'declaration_list']);
const classes: ReadonlySet<string> = new Set(['class_specifier', 'struct_specifier', 'union_specifier']);
/** Branches of the preprocessor are read one after another: nobody here knows which of them is compiled. */
const preprocessor: ReadonlySet<string> = new Set([
  'preproc_if',
  'preproc_ifdef',
  'preproc_else',
  'preproc_elif',
  'preproc_elifdef',
  'linkage_specification',
  'namespace_definition',
  'template_declaration',
  'export_declaration',
]);

/** C and C++ into the core tree. */
export class CLowering extends CExpressions {
  private className: string | null = null;

  module(root: SyntaxNode): readonly Statement[] {
    return this.block(root, blocks);
  }

  protected override lowerStatement(node: SyntaxNode): readonly Statement[] {
    switch (node.kind) {
      case 'expression_statement':
        return this.named(node).map((child) => streamStatement(this.expressionOf(child), node));
      case 'declaration':
      case 'field_declaration':
        return this.declarations(node);
      case 'compound_statement':
        return [{ type: 'block', node, body: this.block(node, blocks) }];
      case 'if_statement':
        return this.branch(node);
      case 'for_statement':
      case 'while_statement':
      case 'do_statement':
      case 'for_range_loop':
        return [this.loop(node)];
      case 'switch_statement':
        return [this.switchStatement(node)];
      case 'try_statement':
        return [this.tryStatement(node)];
      case 'return_statement':
      case 'co_return_statement':
        return [{ type: 'return', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'throw_statement':
        return [{ type: 'throw', node, value: this.optional(this.named(node)[0] ?? null) }];
      case 'break_statement':
      case 'continue_statement':
        return [{ type: 'jump', node }];
      case 'goto_statement':
        return [{ type: 'jump', node, goto: this.text(this.field(node, 'label')) }];
      case 'labeled_statement':
        return this.labelled(node);
      default:
        return this.lowerDefinition(node);
    }
  }

  private expressionOf(node: SyntaxNode): Expression {
    return this.expression(node);
  }

  private lowerDefinition(node: SyntaxNode): readonly Statement[] {
    if (classes.has(node.kind)) return [this.classDefinition(node)];
    if (preprocessor.has(node.kind)) return this.inside(node);
    switch (node.kind) {
      case 'function_definition':
        return [{ type: 'function', node, fn: this.unit(node) }];
      case 'type_definition': {
        const type = this.field(node, 'type');
        return type && classes.has(type.kind) ? [this.classDefinition(type)] : [];
      }
      case 'comment':
      case 'using_declaration':
      case 'alias_declaration':
      case 'access_specifier':
      case 'enum_specifier':
      case 'static_assert_declaration':
        return [];
      default:
        return node.kind.startsWith('preproc') ? [] : [{ type: 'expression', node, value: this.opaque(node) }];
    }
  }

  private inside(node: SyntaxNode): readonly Statement[] {
    return this.named(node)
      .filter((child) => child.field !== 'condition' && child.field !== 'name' && child.field !== 'parameters')
      .flatMap((child) => (blocks.has(child.kind) ? this.block(child, blocks) : this.statement(child)));
  }

  private classDefinition(node: SyntaxNode): Statement {
    const outer = this.className;
    const name = this.text(this.field(node, 'name'));
    this.className = name;
    const body = this.field(node, 'body');
    const members = body ? this.named(body).flatMap((member) => this.statement(member)) : [];
    this.className = outer;
    return { type: 'class', node, name, body: members };
  }

  private declarations(node: SyntaxNode): readonly Statement[] {
    const type = this.field(node, 'type');
    const isPrimitive = type !== null && primitiveKinds.has(type.kind);
    const declaredType = isPrimitive || !type ? null : typeName(this.text(type));
    const inner = type && classes.has(type.kind) && this.field(type, 'body') ? [this.classDefinition(type)] : [];
    const declared = this.fields(node, 'declarator').flatMap((declarator): readonly Statement[] => {
      const name = declaredName(declarator) ?? (innerDeclarator(declarator) === undefined ? declarator : undefined);
      if (!name || isFunction(declarator)) return [];
      const value = this.field(declarator, 'value') ?? this.field(node, 'default_value');
      // What a global holds is decided elsewhere too.
      if (!value && node.kind !== 'field_declaration' && isShared(node)) return [];
      const target: Expression = { type: 'name', node: name, name: this.text(name) };
      return [{ type: 'declare', node: declarator, target, value: this.initial(value, type), declaredType }];
    });
    return [...inner, ...declared];
  }

  /** `std::string s(text)`: the arguments of a constructor; any other value is an expression. */
  private initial(value: SyntaxNode | null, type: SyntaxNode | null): Expression | null {
    const written = type ? this.text(type) : '';
    const isBraced = value?.kind === 'initializer_list' && this.isClass(written) && this.hasConstructor(written);
    if (!value || (value.kind !== 'argument_list' && !isBraced)) return this.optional(value);
    const [only, ...more] = this.named(value);
    if (only && more.length === 0 && isTextType(written)) return this.expression(only);
    const name = typeName(written);
    const callee: Expression = { type: 'name', node: type ?? value, name: name ?? 'auto' };
    return { type: 'call', node: value, callee, args: this.arguments(this.named(value)), construct: true };
  }

  /** `Archiver a{name}` calls a constructor where the class has one; else it gives the fields their values. */
  private hasConstructor(name: string): boolean {
    return new RegExp(`\\b${name}\\s*\\([^()]*\\)\\s*(?::|\\{|;|noexcept)`).test(this.tree.source);
  }

  private branch(node: SyntaxNode): readonly Statement[] {
    const clause = this.field(node, 'condition');
    const before = clause ? this.field(clause, 'initializer') : null;
    const alternative = this.field(node, 'alternative');
    const otherwise = alternative?.kind === 'else_clause' ? (this.named(alternative)[0] ?? null) : alternative;
    return [
      ...(before ? this.statement(this.named(before)[0] ?? before) : []),
      {
        type: 'if',
        node,
        condition: this.expression(clause ?? node),
        whenTrue: this.block(this.field(node, 'consequence'), blocks),
        whenFalse: this.block(otherwise, blocks),
      },
    ];
  }

  private loop(node: SyntaxNode): Statement {
    const body = this.block(this.field(node, 'body'), blocks);
    if (node.kind === 'for_range_loop') {
      const declarator = this.field(node, 'declarator');
      const iterable = this.field(node, 'right');
      const name = declarator ? (declaredName(declarator) ?? this.named(declarator).at(-1) ?? declarator) : null;
      const each = name && iterable ? { target: this.expression(name), iterable: this.expression(iterable) } : null;
      return { type: 'loop', node, condition: null, each, before: [], body };
    }
    const initializer = this.field(node, 'initializer');
    const before: readonly Statement[] = !initializer
      ? []
      : initializer.kind === 'declaration'
        ? this.statement(initializer)
        : [{ type: 'expression', node: initializer, value: this.expression(initializer) }];
    const update = this.field(node, 'update');
    const steps: readonly Statement[] = update
      ? [{ type: 'expression', node: update, value: this.expression(update) }]
      : [];
    const condition = this.optional(this.field(node, 'condition'));
    return { type: 'loop', node, condition, each: null, before, body: [...body, ...steps] };
  }

  private switchStatement(node: SyntaxNode): Statement {
    const body = this.field(node, 'body');
    const cases = (body ? this.named(body) : []).filter((child) => child.kind === 'case_statement');
    return {
      type: 'switch',
      node,
      subject: this.expression(this.field(node, 'condition') ?? node),
      cases: cases.map((one): SwitchCase => {
        const value = this.field(one, 'value');
        const statements = this.named(one).filter((child) => child !== value);
        return {
          tests: value ? [this.expression(value)] : [],
          body: statements.flatMap((child) => this.statement(child)),
          fallsThrough: true,
        };
      }),
    };
  }

  private tryStatement(node: SyntaxNode): Statement {
    const handlers = this.named(node).filter((child) => child.kind === 'catch_clause');
    return {
      type: 'try',
      node,
      body: this.block(this.field(node, 'body'), blocks),
      handlers: handlers.map((handler) => this.block(this.field(handler, 'body'), blocks)),
      last: [],
    };
  }

  private labelled(node: SyntaxNode): readonly Statement[] {
    const label = this.field(node, 'label');
    const statements = this.named(node).filter((child) => child !== label);
    return [{ type: 'label', node, name: this.text(label) }, ...statements.flatMap((child) => this.statement(child))];
  }

  protected unit(node: SyntaxNode): FunctionUnit {
    const name = node.kind === 'lambda_expression' ? undefined : declaredName(node);
    const scope = name?.parent?.kind === 'qualified_identifier' ? this.field(name.parent, 'scope') : null;
    const className = scope ? typeName(this.text(scope)) : this.className;
    const body = this.field(node, 'body');
    let lowered: readonly Statement[] | undefined;
    const isMain = this.text(name ?? null) === 'main';
    return {
      name: name ? this.text(name) : null,
      node,
      className,
      annotations: [],
      parameters: this.parameters(parameterList(node), isMain),
      body: () => (lowered ??= [...this.fieldInitializers(node), ...this.block(body, blocks)]),
    };
  }

  /** `A(int n) : size(n) {}`: assignments to the object's fields. */
  private fieldInitializers(node: SyntaxNode): readonly Statement[] {
    const list = node.children.find((child) => child.kind === 'field_initializer_list');
    return (list ? this.named(list) : []).map((one): Statement => {
      const [field, values] = this.named(one);
      const target: Expression = {
        type: 'member',
        node: field ?? one,
        object: { type: 'name', node: field ?? one, name: 'this' },
        property: this.text(field ?? one),
      };
      const given = values ? this.named(values).map((value) => this.expression(value)) : [];
      const [only] = given;
      const value: Expression = only && given.length === 1 ? only : { type: 'opaque', node: one, parts: given };
      return { type: 'expression', node: one, value: { type: 'assign', node: one, target, value, operator: null } };
    });
  }

  private parameters(list: SyntaxNode | undefined, ofMain: boolean): readonly Parameter[] {
    return (list ? this.named(list) : []).flatMap((node): readonly Parameter[] => {
      const name = node.kind.endsWith('parameter_declaration') ? declaredName(node) : undefined;
      if (!name) return [];
      const written = typeName(this.text(this.field(node, 'type'))) ?? 'auto';
      const declarator = this.field(node, 'declarator');
      const isPointer = declarator !== null && /^(pointer|array|abstract_pointer)_declarator$/.test(declarator.kind);
      // What `main` is given is the command line, whatever it calls it.
      const type = ofMain && isPointer ? 'CommandLine' : isPointer ? `${written}*` : written;
      return [{ name: this.text(name), node, type, annotations: [], rest: false, properties: [] }];
    });
  }
}

/** A field, or a variable outside functions. */
function isShared(declaration: SyntaxNode): boolean {
  if (declaration.kind === 'field_declaration') return true;
  for (let place = declaration.parent; place; place = place.parent) {
    if (place.kind === 'function_definition' || place.kind === 'lambda_expression') return false;
  }
  return true;
}

function isFunction(declarator: SyntaxNode): boolean {
  let place: SyntaxNode | undefined = declarator;
  for (let steps = 0; place !== undefined && steps < 8; steps += 1) {
    if (place.kind === 'function_declarator') return !holdsPointer(place);
    place = innerDeclarator(place);
  }
  return false;
}

/** `void (*f)(int)` declares a variable. */
function holdsPointer(declarator: SyntaxNode): boolean {
  return innerDeclarator(declarator)?.kind === 'parenthesized_declarator';
}
