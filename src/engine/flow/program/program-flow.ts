import type { LanguageId, SyntaxNode } from '../../tree/syntax-tree.js';
import type { FunctionUnit } from '../core-tree.js';
import type { FlowBudget } from '../evaluation/flow-budget.js';
import { Interpreter } from '../evaluation/interpreter.js';
import { flowModel } from '../flow-model.js';
import { readImports } from '../imports.js';
import { lowerModule } from '../lowering/lowerings.js';
import { Declarations } from './declarations.js';
import { Family } from './family.js';
import type { Part, ProgramFile } from './part.js';
import { type ProgramRun, ProgramView } from './program-view.js';
import { familyOf } from './scopes.js';
import { areTests } from './test-files.js';

/** Steps of all files together, of each at most and at least, and of following calls in one. */
const programSteps = 4_000_000;
const perFile: FlowBudget = { steps: 400_000, followedSteps: 150_000, depth: 3 };
const fewestSteps = 20_000;
/** Files that one call may lead through. */
const maximumHops = 4;
/** Files whose own code runs because another's asks for them; further ones run when it is their turn. */
const deepestStart = 16;

/**
 * Values across the files of one program: each file has an interpreter of its own, and a call that leads into another file is
 * followed by the interpreter of the file it stands in, with the caller's values. So a sink is reported in its own file
 * with the way from another, and a source in another file is known where its function is called. A file's own code runs
 * before anything of it is used; all files go through each phase of `Interpreter.phases` together. What a name means in another
 * file is told by its language's rules (`scopes.ts`); what could mean two things is not followed.
 */
export class ProgramFlow implements ProgramRun {
  private readonly parts = new Map<string, Part>();
  private readonly roots = new Map<SyntaxNode, ProgramFile>();
  private readonly homes = new WeakMap<FunctionUnit, Part>();
  private readonly started = new Set<Part>();
  private readonly families = new Map<LanguageId, Family>();
  private readonly storedNames = new Set<string>();
  private hops = 0;
  private starting = 0;

  /**
   * @param files in the order of their paths
   * @param goModule the module path that go.mod gives, or null
   */
  constructor(files: readonly ProgramFile[], goModule: string | null = null) {
    const steps = Math.max(fewestSteps, Math.ceil(programSteps / Math.max(1, files.length)));
    const budget = { ...perFile, steps: Math.min(perFile.steps, steps) };
    const alone = areTests(files.map(({ path }) => path));
    for (const file of files) this.add(file, budget, alone.has(file.path));
    const parts = [...this.parts.values()];
    for (const part of parts) part.interpreter.declare(part.statements);
    for (const part of parts) {
      const family = familyOf(part.file.tree.language);
      if (!this.families.has(family)) this.families.set(family, this.familyFor(family, alone, goModule));
    }
    for (const part of parts) this.ready(part);
    for (let phase = 0; parts.some(({ interpreter }) => phase < interpreter.phases.length); phase += 1)
      for (const { interpreter } of parts) interpreter.phases[phase]?.();
    // What was left in a variable is news for those that read it before.
    const names = [...this.storedNames];
    if (names.length > 0) for (const { interpreter } of parts) interpreter.runMentioning(names);
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

  partOf(fn: FunctionUnit): Part | null {
    let part = this.homes.get(fn);
    if (part === undefined) {
      part = this.parts.get(this.fileOf(fn.node)?.path ?? '');
      if (part) this.homes.set(fn, part);
    }
    return part ?? null;
  }

  ready(part: Part): void {
    if (this.started.has(part) || this.starting >= deepestStart) return;
    this.started.add(part);
    this.starting += 1;
    part.interpreter.runModule(part.statements);
    this.starting -= 1;
  }

  stored(name: string): void {
    this.storedNames.add(name);
  }

  hop<Result>(act: () => Result): Result | null {
    if (this.hops >= maximumHops) return null;
    this.hops += 1;
    const result = act();
    this.hops -= 1;
    return result;
  }

  private add(file: ProgramFile, budget: FlowBudget, isAlone: boolean): void {
    const model = flowModel(file.tree.language);
    const statements = model ? lowerModule(file.tree) : null;
    if (!model || !statements) return;
    const imports = readImports(file.tree);
    const view = isAlone ? null : new ProgramView(() => this.familyOf(file), this);
    const interpreter = new Interpreter(file.tree, model, imports, budget, null, view);
    const declarations = new Declarations(file.tree, statements);
    const part: Part = { file, imports, statements, declarations, interpreter };
    view?.of(part);
    this.parts.set(file.path, part);
    this.roots.set(file.tree.root, file);
  }

  private familyOf({ tree }: ProgramFile): Family {
    const language = familyOf(tree.language);
    const family = this.families.get(language);
    if (!family) throw new Error(`No files of ${language} were added.`);
    return family;
  }

  private familyFor(language: LanguageId, alone: ReadonlySet<string>, goModule: string | null): Family {
    const members = [...this.parts.values()].filter(
      ({ file }) => familyOf(file.tree.language) === language && !alone.has(file.path),
    );
    return new Family(language, members, goModule);
  }
}
