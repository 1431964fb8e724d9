import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Parameter, Statement } from '../../core-tree.js';
import { JavaExpressions } from './java-expressions.js';

/** What Java writes into a record itself: its fields, its canonical constructor and a method of each component's name. */
export abstract class JavaRecords extends JavaExpressions {
  /** The fields and methods that a record has without stating them, given the statements of its body. */
  protected recordMembers(node: SyntaxNode, stated: readonly Statement[]): readonly Statement[] {
    const components = this.parameters(this.field(node, 'parameters'));
    const methods = stated.flatMap((one) => (one.type === 'function' ? [one.fn] : []));
    const fields = components.map((component): Statement => ({
      type: 'declare',
      node: component.node,
      target: { type: 'name', node: component.node, name: component.name },
      value: null,
      declaredType: component.type,
    }));
    const isStated = (name: string): boolean =>
      methods.some((fn) => fn.name === name && fn.node.kind !== compact && fn.parameters.length === 0);
    const accessors = components.filter(({ name }) => !isStated(name)).map((component) => this.accessor(component));
    const hasConstructor = methods.some((fn) => fn.node.kind === 'constructor_declaration');
    return [...fields, ...(hasConstructor ? [] : [this.canonicalConstructor(node, components)]), ...accessors];
  }

  /** The compact constructor's statements, if there are any, and then every component is kept. */
  private canonicalConstructor(node: SyntaxNode, parameters: readonly Parameter[]): Statement {
    const body = this.field(node, 'body');
    const own = body ? this.named(body).find((member) => member.kind === compact) : undefined;
    const checks = own ? this.unit(own).body : (): readonly Statement[] => [];
    const place = own ?? this.field(node, 'parameters') ?? node;
    const kept = parameters.map((parameter) => this.keptComponent(parameter));
    return {
      type: 'function',
      node: place,
      fn: {
        name: this.className,
        node: place,
        className: this.className,
        annotations: [],
        parameters,
        body: () => [...checks(), ...kept],
      },
    };
  }

  private keptComponent({ node, name }: Parameter): Statement {
    const value: Expression = { type: 'name', node, name };
    return {
      type: 'expression',
      node,
      value: { type: 'assign', node, target: this.ownField(node, name), value, operator: null },
    };
  }

  private accessor({ node, name }: Parameter): Statement {
    const body: readonly Statement[] = [{ type: 'return', node, value: this.ownField(node, name) }];
    const className = this.className;
    return { type: 'function', node, fn: { name, node, className, annotations: [], parameters: [], body: () => body } };
  }

  private ownField(node: SyntaxNode, name: string): Expression {
    return { type: 'member', node, object: { type: 'name', node, name: 'this' }, property: name };
  }
}

const compact = 'compact_constructor_declaration';
