import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { FunctionUnit, Parameter, Statement } from '../../core-tree.js';
import { LoweringBase } from '../lowering-base.js';
import { csharpTypeName, injectedType } from './csharp-names.js';

/** C#'s functions: methods, accessors, local functions and lambdas, with the attributes that make them routes. */
export abstract class CsharpFunctions extends LoweringBase {
  protected readonly blocks: ReadonlySet<string> = new Set(['block', 'compilation_unit', 'declaration_list']);
  protected className: string | null = null;
  /** Whether the class under way answers requests: its public methods are actions. */
  protected isController = false;

  /** Enums of the file: who is given one is given one of its constants. */
  protected enums: ReadonlySet<string> = new Set();

  protected enumNames(): ReadonlySet<string> {
    return new Set(this.tree.byKind('enum_declaration').map((node) => this.text(this.field(node, 'name'))));
  }

  /** Last name of a declared type, `Enum` for one of the file's own; null for `var`. */
  protected typeName(type: SyntaxNode | null): string | null {
    const name = csharpTypeName(this.text(type));
    return name !== null && this.enums.has(name) ? 'Enum' : name;
  }

  protected unit(node: SyntaxNode, extra: readonly string[] = []): FunctionUnit {
    const className = this.className;
    const body = this.bodyOf(node);
    let lowered: readonly Statement[] | undefined;
    const lower = (): readonly Statement[] => {
      if (!body) return [];
      const outer = this.className;
      this.className = className;
      const statements = this.blocks.has(body.kind)
        ? this.block(body, this.blocks)
        : [{ type: 'return' as const, node: body, value: this.expression(body) }];
      this.className = outer;
      return statements;
    };
    return {
      name: this.text(this.field(node, 'name')) || null,
      node,
      className: node.kind === 'local_function_statement' ? null : className,
      confined: this.isConfined(node),
      annotations: [...this.attributes(node), ...this.action(node), ...extra],
      parameters: this.parameters(this.field(node, 'parameters')),
      body: () => (lowered ??= lower()),
    };
  }

  /** The block, or the expression after `=>`. */
  private bodyOf(node: SyntaxNode): SyntaxNode | null {
    const body = this.field(node, 'body') ?? node.children.findLast((child) => child.kind === 'block') ?? null;
    return body?.kind === 'arrow_expression_clause' ? (this.named(body)[0] ?? null) : body;
  }

  /** Attributes as written, without brackets. */
  protected attributes(node: SyntaxNode): readonly string[] {
    return node.children
      .filter((child) => child.kind === 'attribute_list')
      .flatMap((list) => this.named(list).map((attribute) => this.text(attribute)));
  }

  protected hasModifier(node: SyntaxNode, name: string): boolean {
    return node.children.some((child) => child.kind === 'modifier' && this.text(child) === name);
  }

  /** Private by word or by having no word at all. */
  private isConfined(node: SyntaxNode): boolean {
    if (node.kind === 'local_function_statement') return !this.isStrayMethod(node);
    if (node.kind !== 'method_declaration' || this.attributes(node).length > 0) return false;
    return !['public', 'protected', 'internal', 'override', 'partial'].some((word) => this.hasModifier(node, word));
  }

  /** A local function is never public: this is a method that a brace too few has put into another. */
  private isStrayMethod(node: SyntaxNode): boolean {
    return node.kind === 'local_function_statement' && this.hasModifier(node, 'public');
  }

  /** A public method of a controller is called with what the request holds. */
  private action(node: SyntaxNode): readonly string[] {
    const isAction =
      this.isController &&
      (node.kind === 'method_declaration' || this.isStrayMethod(node)) &&
      this.hasModifier(node, 'public') &&
      !this.hasModifier(node, 'static') &&
      !this.attributes(node).some((attribute) => attribute.startsWith('NonAction'));
    return isAction ? ['action'] : [];
  }

  protected parameters(list: SyntaxNode | null): readonly Parameter[] {
    if (!list) return [];
    if (list.kind === 'implicit_parameter' || list.kind === 'identifier')
      return [this.parameter(list, list, null, [], false)];
    const own = this.named(list).flatMap((node) => {
      const name = this.field(node, 'name');
      if (node.kind === 'implicit_parameter') return [this.parameter(node, node, null, [], false)];
      if (node.kind !== 'parameter' || !name) return [];
      const type = this.typeName(this.field(node, 'type'));
      const names = this.attributes(node).map((attribute) => attribute.replace(/\([^]*$/, ''));
      const injected = names.length === 0 && type !== null && injectedType.test(type) ? ['injected'] : [];
      return [this.parameter(node, name, type, [...names, ...injected], false)];
    });
    // `params string[] rest` has no node of its own.
    const rest = this.field(list, 'name');
    if (!rest) return own;
    return [...own, this.parameter(rest, rest, csharpTypeName(this.text(this.field(list, 'type'))), [], true)];
  }

  private parameter(
    node: SyntaxNode,
    name: SyntaxNode,
    type: string | null,
    annotations: readonly string[],
    rest: boolean,
  ): Parameter {
    return { name: this.text(name), node, type, annotations, rest, properties: [] };
  }
}
