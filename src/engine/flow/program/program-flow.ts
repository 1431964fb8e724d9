import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { FunctionUnit } from '../core-tree.js';
import { flowModel } from '../flow-model.js';
import { type Imports, readImports } from '../imports.js';
import { type FlowBudget, Interpreter } from '../evaluation/interpreter.js';
import { lowerModule } from '../lowering/lowerings.js';
import type { Value } from '../value.js';
import { resolveName } from './module-paths.js';

/** One file of a program. */
export interface ProgramFile {
  readonly path: string;
  readonly tree: SyntaxTree;
}

/** Steps of all files together, and of following calls in one. */
const programSteps = 2_000_000;
const perFile: FlowBudget = { steps: 400_000, followedSteps: 150_000, depth: 3 };
/** Files that one call may lead through. */
const maximumHops = 4;

interface Part {
  readonly file: ProgramFile;
  readonly imports: Imports;
  readonly interpreter: Interpreter;
}

/**
 * Values across the files of one program: each file has an interpreter of its own, and a call of an imported function is
 * followed by the interpreter of the file it stands in, with the caller's values. So a sink is reported in its own file
 * with the way from another, and a source in another file is known where its function is called. Imports of Python and
 * JavaScript are resolved among the files; elsewhere a class or function is found when its name is the only one.
 */
export class ProgramFlow {
  private readonly parts = new Map<string, Part>();
  private readonly roots = new Map<SyntaxNode, ProgramFile>();
  private readonly paths: ReadonlySet<string>;
  private hops = 0;

  constructor(files: readonly ProgramFile[]) {
    this.paths = new Set(files.map(({ path }) => path));
    const budget = { ...perFile, steps: Math.min(perFile.steps, Math.ceil(programSteps / Math.max(1, files.length))) };
    const lowered = files.flatMap((file) => {
      const model = flowModel(file.tree.language);
      const statements = model ? lowerModule(file.tree) : null;
      if (!model || !statements) return [];
      const imports = readImports(file.tree);
      const interpreter = new Interpreter(file.tree, model, imports, budget, null, {
        call: (path, owner, args, named) => this.call(path, owner, args, named, file),
      });
      this.parts.set(file.path, { file, imports, interpreter });
      this.roots.set(file.tree.root, file);
      return [{ interpreter, statements }];
    });
    for (const { interpreter, statements } of lowered) interpreter.declare(statements);
    for (const { interpreter, statements } of lowered) interpreter.runModule(statements);
    for (const { interpreter } of lowered) interpreter.runFunctions();
  }

  /** The interpreter that has run over a file, or null for a language without flow. */
  interpreterOf(path: string): Interpreter | null {
    return this.parts.get(path)?.interpreter ?? null;
  }

  /** The file that a node of one of the trees belongs to. */
  fileOf(node: SyntaxNode): ProgramFile | null {
    let root = node;
    while (root.parent) root = root.parent;
    return this.roots.get(root) ?? null;
  }

  private call(
    path: string,
    owner: string | null,
    args: readonly Value[],
    named: ReadonlyMap<string, Value>,
    from: ProgramFile,
  ): Value | null {
    if (this.hops >= maximumHops) return null;
    const found = this.find(path, owner, from);
    if (!found) return null;
    this.hops += 1;
    const result = found.part.interpreter.invoke(found.fn, args, named);
    this.hops -= 1;
    return result;
  }

  private find(path: string, owner: string | null, from: ProgramFile): { part: Part; fn: FunctionUnit } | null {
    const resolved = resolveName(path, from.path, from.tree.language, this.paths);
    if (resolved && resolved.path !== from.path) {
      const part = this.parts.get(resolved.path);
      const name = resolved.members.at(-1) ?? 'default';
      const fn = part?.interpreter.functionNamed(name, resolved.members.at(-2) ?? null);
      return part && fn ? { part, fn } : null;
    }
    const { language } = from.tree;
    if (resolved || language === 'python' || language === 'javascript' || language === 'typescript') return null;
    const name = path.replace(/\(\)/g, '').split('.').at(-1) ?? '';
    return this.onlyOne(name, owner, from);
  }

  /** The one function of that name, in the class `owner` when there is one, in the other files of the language. */
  private onlyOne(name: string, owner: string | null, from: ProgramFile): { part: Part; fn: FunctionUnit } | null {
    const found = [...this.parts.values()].flatMap((part) => {
      const other = part.file !== from && part.file.tree.language === from.tree.language;
      const fn = other ? part.interpreter.functionNamed(name, owner) : null;
      return fn ? [{ part, fn }] : [];
    });
    return found.length === 1 ? (found[0] ?? null) : null;
  }
}
