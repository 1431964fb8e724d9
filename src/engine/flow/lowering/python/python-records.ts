import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Parameter, Statement } from '../../core-tree.js';
import { PythonExpressions } from './python-expressions.js';

/** Decorators and base classes that write a constructor from the fields that a class declares. */
const makers =
  /^(?:dataclasses\.)?dataclass\b|^pydantic\.dataclasses\.dataclass\b|^(?:attrs?\.)?(?:define|frozen|mutable|s|dataclass)\b/;
const recordBases = /(?:^|\.)(?:NamedTuple|BaseModel|BaseSettings|SQLModel|Struct|TypedDict)$/;
/** Base classes that add no field. */
const fieldlessBases = /(?:^|\.)(?:object|ABC|Protocol|Generic|Exception)(?:\[.*\])?$/;

/** Classes whose constructor Python writes itself: dataclasses, named tuples, pydantic's and attrs' models. */
export abstract class PythonRecords extends PythonExpressions {
  /**
   * The body of such a class with the constructor that it is going to have; null for any other class. A field has the type
   * that is declared and holds what the constructor was given, so its default is left out of the body.
   */
  protected recordBody(node: SyntaxNode, decorators: readonly string[]): readonly Statement[] | null {
    const body = this.field(node, 'body');
    const superclasses = this.field(node, 'superclasses');
    const bases = superclasses
      ? this.named(superclasses)
          .filter((one) => one.kind !== 'keyword_argument')
          .map((one) => this.text(one))
      : [];
    const isRecord = decorators.some((one) => makers.test(one)) || bases.some((base) => recordBases.test(base));
    // The fields of another class of the program would stand before these.
    if (!body || !isRecord || bases.some((base) => !recordBases.test(base) && !fieldlessBases.test(base))) return null;
    const fields: { readonly node: SyntaxNode; readonly name: SyntaxNode; readonly type: string | null }[] = [];
    const others: Statement[] = [];
    for (const statement of this.named(body)) {
      const assignment = statement.kind === 'expression_statement' ? this.named(statement)[0] : undefined;
      const name = assignment?.kind === 'assignment' ? this.field(assignment, 'left') : null;
      const type = assignment ? this.field(assignment, 'type') : null;
      if (assignment && type && name?.kind === 'identifier' && !/^(?:typing\.)?ClassVar\b/.test(this.text(type)))
        fields.push({ node: assignment, name, type: this.declaredType(assignment) });
      else others.push(...this.statement(statement));
    }
    const hasOwn = others.some((one) => one.type === 'function' && one.fn.name === '__init__');
    if (hasOwn || fields.length === 0) return null;
    const declared = fields.map((field): Statement => ({
      type: 'declare',
      node: field.node,
      target: { type: 'name', node: field.name, name: this.text(field.name) },
      value: null,
      declaredType: field.type,
    }));
    const parameters = fields.map((field): Parameter => ({
      name: this.text(field.name),
      node: field.node,
      type: field.type,
      annotations: [],
      rest: false,
      properties: [],
    }));
    const given = parameters.map((parameter) => this.keptField(parameter));
    const constructor: Statement = {
      type: 'function',
      node: body,
      fn: { name: '__init__', node: body, className: this.className, annotations: [], parameters, body: () => given },
    };
    return [...declared, constructor, ...others];
  }

  /** `self.field = field`. */
  private keptField({ node, name }: Parameter): Statement {
    const self: Expression = { type: 'name', node, name: 'self' };
    return {
      type: 'expression',
      node,
      value: {
        type: 'assign',
        node,
        target: { type: 'member', node, object: self, property: name },
        value: { type: 'name', node, name },
        operator: null,
      },
    };
  }
}
