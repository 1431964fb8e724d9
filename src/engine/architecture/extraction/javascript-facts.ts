import { parseSync } from 'oxc-parser';
import type { DependencyKind } from '../architecture-report.js';
import type { CompilerOptions } from '../discovery/compiler-options.js';
import { dottedName, type EsNode, isNode, nameOfNode, stringOf, walk } from './javascript-walk.js';
import type { CallFact, DecorationFact, FileFacts, ImportStatement } from './source-facts.js';
import { isTypeNode, metadataNames, referredName } from './value-names.js';

type Emit = Pick<CompilerOptions, 'verbatimModuleSyntax' | 'emitDecoratorMetadata'>;

/** Where a node stands. Shared by all siblings, replaced where one of these changes. */
interface Place {
  inType: boolean;
  inFunction: boolean;
  inTry: boolean;
  owner: string | null;
}

/**
 * Reads imports, calls and decorators of one JavaScript or TypeScript file in one walk. All forms of import count, in
 * any kind of file, because both module systems meet in real projects: `import`, `export … from`, `require`,
 * `import x = require()`, `import()` and `import()` types.
 */
export function readJavascript(path: string, source: string, emit: Emit): FileFacts {
  const typescript = /\.[cm]?tsx?$/.test(path);
  const parsed = parse(path, source);
  const reader = new Reader(typescript && !emit.verbatimModuleSyntax, emit);
  walk(
    parsed.program as unknown as EsNode,
    { inType: false, inFunction: false, inTry: false, owner: null },
    reader.visit,
  );
  return {
    path,
    language: typescript ? 'typescript' : 'javascript',
    imports: reader.finish(),
    calls: reader.calls,
    decorations: reader.decorations,
    mainGuard: null,
    clean: parsed.errors.length === 0,
  };
}

/** `.js` files often hold JSX; `.jsx` syntax is a superset, so it is tried where the plain grammar fails. */
function parse(path: string, source: string): ReturnType<typeof parseSync> {
  const parsed = parseSync(path, source, { sourceType: 'unambiguous' });
  if (parsed.errors.length === 0 || !/\.[cm]?js$/.test(path)) return parsed;
  const again = parseSync(path, source, { sourceType: 'unambiguous', lang: 'jsx' });
  return again.errors.length < parsed.errors.length ? again : parsed;
}

/** A value import waits until the whole file is read: only then is it known whether a value of it is used. */
interface ElisionCandidate {
  statement: ImportStatement;
  locals: readonly string[];
}

class Reader {
  readonly calls: CallFact[] = [];
  readonly decorations: DecorationFact[] = [];
  private readonly imports: ImportStatement[] = [];
  private readonly candidates: ElisionCandidate[] = [];
  private readonly used = new Set<string>();
  private jsx = false;

  constructor(
    /** The compiler drops imports of which only types are used. */
    private readonly elides: boolean,
    private readonly emit: Emit,
  ) {}

  finish(): ImportStatement[] {
    // The classic JSX transform calls React without naming it.
    if (this.jsx) this.used.add('React');
    for (const { statement, locals } of this.candidates) {
      if (this.elides && !locals.some((local) => this.used.has(local))) statement.kind = 'elidable';
    }
    return this.imports.sort((a, b) => a.offset - b.offset);
  }

  readonly visit = (node: EsNode, parent: EsNode | null, place: Place): Place | null => {
    switch (node.type) {
      case 'ImportDeclaration':
        this.readImport(node);
        return null;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (!isNode(node.source)) return node.exportKind === 'type' ? { ...place, inType: true } : place;
        this.add(stringOf(node.source), this.kindOf(node, 'exportKind'), node, place);
        return null;
      case 'ImportExpression':
        this.add(stringOf(node.source), 'dynamic', node, place);
        return place;
      case 'TSImportType':
        this.add(stringOf(node.source ?? node.argument), 'type-only', node, place);
        return { ...place, inType: true };
      case 'TSImportEqualsDeclaration':
        return this.readImportEquals(node, place) ? null : place;
      case 'ExportSpecifier':
        return node.exportKind === 'type' ? null : place;
      case 'CallExpression':
        this.readCall(node, parent, place);
        return place;
      case 'TryStatement':
        return place.inTry ? place : { ...place, inTry: true };
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.readClass(node, place);
      case 'MethodDefinition':
      case 'TSAbstractMethodDefinition':
        this.readDecorators(node, place.owner, 'member');
        return place;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return place.inFunction ? place : { ...place, inFunction: true };
      case 'JSXElement':
      case 'JSXFragment':
        this.jsx = true;
        return place;
    }
    if (place.inType) return place;
    if (isTypeNode(node)) return { ...place, inType: true };
    const name = referredName(node, parent);
    if (name !== null) this.used.add(name);
    return place;
  };

  private add(specifier: string | null, kind: DependencyKind, node: EsNode, place: Place): ImportStatement | null {
    if (specifier === null || specifier === '') return null;
    const statement = { specifier, kind, offset: node.start, names: [], optional: place.inTry };
    this.imports.push(statement);
    return statement;
  }

  private readImport(node: EsNode): void {
    const kind = this.kindOf(node, 'importKind');
    const statement = this.add(stringOf(node.source), kind, node, {
      inType: false,
      inFunction: false,
      inTry: false,
      owner: null,
    });
    const locals = list(node.specifiers)
      .filter((specifier) => specifier.importKind !== 'type')
      .map((specifier) => nameOfNode(specifier.local) ?? '');
    if (statement !== null && kind === 'runtime' && locals.length > 0) this.candidates.push({ statement, locals });
  }

  /** `import type …`, or every specifier marked `type` in a project whose compiler then drops the statement. */
  private kindOf(node: EsNode, key: 'importKind' | 'exportKind'): DependencyKind {
    if (node[key] === 'type') return 'type-only';
    const specifiers = list(node.specifiers);
    const allTypes = specifiers.length > 0 && specifiers.every((specifier) => specifier[key] === 'type');
    return allTypes && !this.emit.verbatimModuleSyntax ? 'type-only' : 'runtime';
  }

  /** Returns false for `import a = b.c`, which names no module. */
  private readImportEquals(node: EsNode, place: Place): boolean {
    const reference = node.moduleReference;
    if (!isNode(reference) || reference.type !== 'TSExternalModuleReference') return false;
    const kind = node.importKind === 'type' ? 'type-only' : 'runtime';
    const statement = this.add(stringOf(reference.expression), kind, node, place);
    const local = nameOfNode(node.id);
    if (statement !== null && kind === 'runtime' && local !== null)
      this.candidates.push({ statement, locals: [local] });
    return true;
  }

  private readCall(node: EsNode, parent: EsNode | null, place: Place): void {
    const callee = dottedName(node.callee);
    if (callee === null) return;
    const parameters = list(node.arguments);
    const text = stringOf(parameters[0]);
    if (callee === 'require' || callee === 'require.resolve') {
      const optional = place.inTry || callee === 'require.resolve';
      this.add(text, place.inFunction ? 'dynamic' : 'runtime', node, { ...place, inTry: optional });
      return;
    }
    const assignedTo = parent?.type === 'VariableDeclarator' ? nameOfNode(parent.id) : null;
    if (assignedTo === null && (text === null || !/^(\/|https?:\/\/|$)/.test(text))) return;
    const second = dottedName(parameters[1]);
    this.calls.push({ callee, text, second, prefix: null, count: parameters.length, assignedTo, offset: node.start });
  }

  private readClass(node: EsNode, place: Place): Place {
    const owner = nameOfNode(node.id);
    this.readDecorators(node, owner, 'class');
    if (this.emit.emitDecoratorMetadata) for (const name of metadataNames(node)) this.used.add(name);
    return { ...place, owner };
  }

  private readDecorators(node: EsNode, owner: string | null, target: 'class' | 'member'): void {
    for (const decorator of list(node.decorators)) {
      const expression = decorator.expression;
      const call = isNode(expression) && expression.type === 'CallExpression' ? expression : null;
      const name = dottedName(call ? call.callee : expression);
      if (name === null) continue;
      const text = call ? pathArgument(list(call.arguments)[0]) : null;
      this.decorations.push({ name, text, methods: [], owner, target, offset: decorator.start });
    }
  }
}

/** `'users'`, the first of `['users', 'people']`, or the `path` of `{ path: 'users' }`. */
function pathArgument(node: EsNode | undefined): string | null {
  if (node?.type === 'ArrayExpression') return stringOf(list(node.elements)[0]);
  if (node?.type !== 'ObjectExpression') return stringOf(node);
  const path = list(node.properties).find((property) => nameOfNode(property.key) === 'path');
  return path === undefined ? null : pathArgument(isNode(path.value) ? path.value : undefined);
}

function list(value: unknown): EsNode[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}
