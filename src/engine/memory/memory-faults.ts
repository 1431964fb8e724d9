import type { FunctionUnit, Statement } from '../flow/core-tree.js';
import { lowerModule } from '../flow/lowering/lowerings.js';
import { declaredName } from '../tree/declared-name.js';
import type { SyntaxTree } from '../tree/syntax-tree.js';
import { type Fault, MemoryInterpreter } from './memory-interpreter.js';
import { Constants, type CType, fieldTypes, typeOf } from './sizes.js';

/** Expressions and statements interpreted in one file. */
const budget = 200_000;
const none: readonly Fault[] = [];
const known = new WeakMap<SyntaxTree, readonly Fault[]>();

/** What is wrong with the memory of a C or C++ file, in source order; computed on the first question. */
export function memoryFaults(tree: SyntaxTree): readonly Fault[] {
  const found = known.get(tree);
  if (found) return found;
  const statements = tree.language === 'c' || tree.language === 'cpp' ? lowerModule(tree) : null;
  const faults = statements ? interpret(tree, statements) : none;
  known.set(tree, faults);
  return faults;
}

function interpret(tree: SyntaxTree, statements: readonly Statement[]): readonly Fault[] {
  const constants = new Constants(tree);
  const functions = new Map<string, FunctionUnit>();
  gather(statements, functions, 0);
  const interpreter = new MemoryInterpreter(
    tree,
    constants,
    fieldTypes(tree, constants),
    globalTypes(tree, constants),
    functions,
    budget,
  );
  interpreter.run();
  return interpreter.faults.sort((a, b) => a.node.start - b.node.start || (a.kind < b.kind ? -1 : 1));
}

/** Functions by name; those whose name says not which one is meant are under a name that nothing calls. */
function gather(statements: readonly Statement[], functions: Map<string, FunctionUnit>, depth: number): void {
  for (const statement of statements) {
    if (statement.type === 'class' && depth < 4) gather(statement.body, functions, depth + 1);
    if (statement.type !== 'function') continue;
    const { fn } = statement;
    const plain = fn.className === null ? fn.name : null;
    const name = plain !== null && !functions.has(plain) ? plain : `${plain ?? fn.name ?? ''}@${fn.node.start}`;
    functions.set(name, fn);
  }
}

function globalTypes(tree: SyntaxTree, constants: Constants): ReadonlyMap<string, CType> {
  const types = new Map<string, CType>();
  for (const declaration of tree.byKind('declaration')) {
    const around = declaration.parent?.kind;
    if (around !== 'translation_unit' && around !== 'declaration_list' && !around?.startsWith('preproc')) continue;
    for (const declarator of declaration.children.filter((child) => child.field === 'declarator')) {
      const name = declaredName(declarator) ?? declarator;
      types.set(tree.text(name), { ...typeOf(tree, declaration, declarator, constants), isStatic: true });
    }
  }
  return types;
}
