import type { SyntaxTree } from '../../tree/syntax-tree.js';
import type { Expression, FunctionUnit, Statement } from '../core-tree.js';
import { declaredTypes, type DeclaredType } from './declared-types.js';

/** Types within types, and blocks within blocks, beyond this depth are not looked into. */
const deepest = 6;

/** What other files of a program can name in one of them. */
export class Declarations {
  readonly types: ReadonlyMap<string, DeclaredType>;
  private readonly variables = new Set<string>();
  /** By class and name, `''` for functions of no class. */
  private readonly functions = new Map<string, Map<string, FunctionUnit[]>>();

  constructor(
    private readonly tree: SyntaxTree,
    statements: readonly Statement[],
  ) {
    this.types = declaredTypes(tree);
    this.read(statements, 0);
  }

  /** Types that the file declares or gives methods to. */
  typeNames(): readonly string[] {
    return [...new Set([...this.types.keys(), ...this.functions.keys()])].filter((name) => name !== '');
  }

  hasType(name: string): boolean {
    return name !== '' && (this.types.has(name) || this.functions.has(name));
  }

  /** Whether a variable of the file's outermost scope has this name. */
  hasVariable(name: string): boolean {
    return this.variables.has(name);
  }

  /** Functions of that name, of a class or (null) of none. */
  functionsNamed(name: string, className: string | null): readonly FunctionUnit[] {
    return this.functions.get(className ?? '')?.get(name) ?? [];
  }

  /** All functions of types. */
  methods(): readonly FunctionUnit[] {
    return [...this.functions].flatMap(([className, members]) =>
      className === '' ? [] : [...members.values()].flat(),
    );
  }

  private read(statements: readonly Statement[], depth: number): void {
    if (depth > deepest) return;
    for (const statement of statements) {
      switch (statement.type) {
        case 'class':
          this.readMembers(statement.body, depth + 1);
          break;
        case 'function':
          this.add(statement.fn);
          break;
        case 'block':
        case 'try':
          this.read(statement.body, depth + 1);
          break;
        case 'if':
          this.read(statement.whenTrue, depth + 1);
          this.read(statement.whenFalse, depth + 1);
          break;
        case 'declare':
          if (!this.isExtern(statement)) this.bind(statement.target);
          break;
        case 'expression':
          if (statement.value.type === 'assign') this.bind(statement.value.target);
          break;
        default:
      }
    }
  }

  /** Of a type's body: its methods, and those of the types inside. */
  private readMembers(statements: readonly Statement[], depth: number): void {
    if (depth > deepest) return;
    for (const statement of statements) {
      if (statement.type === 'class') this.readMembers(statement.body, depth + 1);
      else if (statement.type === 'function') this.add(statement.fn);
    }
  }

  private bind(target: Expression): void {
    if (target.type === 'name') this.variables.add(target.name);
    if (target.type === 'list') for (const item of target.items) this.bind(item);
  }

  private add(fn: FunctionUnit): void {
    if (fn.name === null || this.isPrivate(fn) || !hasBody(fn)) return;
    const members = this.functions.get(fn.className ?? '') ?? new Map<string, FunctionUnit[]>();
    this.functions.set(fn.className ?? '', members);
    members.set(fn.name, [...(members.get(fn.name) ?? []), fn]);
  }

  /** `static` of C keeps a function to its file. */
  private isPrivate(fn: FunctionUnit): boolean {
    return fn.className === null && this.isNative && this.hasStorage(fn.node, 'static');
  }

  private isExtern({ node, value }: Statement & { type: 'declare' }): boolean {
    if (!this.isNative) return false;
    const declaration = node.kind === 'declaration' ? node : (node.parent ?? node);
    return this.hasStorage(declaration, 'static') || (value === null && this.hasStorage(declaration, 'extern'));
  }

  private get isNative(): boolean {
    return this.tree.language === 'c' || this.tree.language === 'cpp';
  }

  private hasStorage(node: Statement['node'], word: string): boolean {
    return node.children.some((child) => child.kind === 'storage_class_specifier' && this.tree.text(child) === word);
  }
}

/** What only says that there is such a function is no place to follow a call to. */
function hasBody({ node }: FunctionUnit): boolean {
  return node.children.some((child) => child.field === 'body' || bodies.has(child.kind));
}

const bodies: ReadonlySet<string> = new Set([
  'block',
  'compound_statement',
  'arrow_expression_clause',
  'statement_block',
]);
