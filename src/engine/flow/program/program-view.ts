import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { FunctionUnit } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import { constructorNames } from '../evaluation/written-names.js';
import type { FlowContext, ForeignCall, ForeignType, OtherFiles, RelatedFields } from '../flow-context.js';
import { join, type Value } from '../value.js';
import type { Family } from './family.js';
import { includedPath } from './included-path.js';
import type { Named, NamedType } from './names.js';
import type { Part } from './part.js';
import { sharedValue } from './shared-values.js';

/** What runs the files of a program, as the view of one of them asks it. */
export interface ProgramRun {
  /** The file that a function stands in, its own code run before; null for a function of none. */
  partOf(fn: FunctionUnit): Part | null;
  /** Runs a file's own code unless that was done or is under way. */
  ready(part: Part): void;
  /** Told of a variable that a file has put something in which somebody outside chose. */
  stored(name: string): void;
  /** Does something in another file, as one more hop; null beyond the hops. */
  hop<Result>(act: () => Result): Result | null;
}

/** The other files of a program, as one of them sees them. */
export class ProgramView implements OtherFiles {
  private part: Part | null = null;

  constructor(
    private readonly family: () => Family,
    private readonly run: ProgramRun,
  ) {}

  /** Says which file this is the view of, once it has an interpreter. */
  of(part: Part): void {
    this.part = part;
  }

  elsewhere<Result>(fn: FunctionUnit, act: (home: FlowContext) => Result): Result | null | undefined {
    const home = this.run.partOf(fn);
    if (home === null || home === this.part) return undefined;
    this.run.ready(home);
    return this.run.hop(() => act(home.interpreter));
  }

  treeOf(fn: FunctionUnit): SyntaxTree | undefined {
    return this.run.partOf(fn)?.file.tree;
  }

  called(call: ForeignCall): readonly FunctionUnit[] {
    if (!this.part) return [];
    this.readyFor(this.family().names.named(call.path, this.part));
    return this.family().called(call, this.part);
  }

  typeAt(path: string, count: number): ForeignType | null {
    const type = this.part && this.family().typeAt(path, this.part);
    if (!type) return null;
    const makers = [...constructorNames, type.name].map((name) =>
      this.family().hierarchy.methods(type, name, count, true),
    );
    const [constructor = null, ...others] = makers.find((found) => found.length > 0) ?? [];
    return { name: type.name, constructor: others.length === 0 ? constructor : null };
  }

  valueOf(path: string): Value | undefined {
    const named = this.part ? this.family().names.named(path, this.part) : null;
    this.readyFor(named);
    return named ? sharedValue(named) : undefined;
  }

  /** What a file's own code leaves is there before it is asked for. */
  private readyFor(named: Named | null): void {
    if (named?.kind === 'value') this.run.ready(named.part);
    if (named?.kind === 'member') for (const part of named.type.parts) this.run.ready(part);
  }

  store(path: string, value: Value): void {
    const named = this.part ? this.family().names.named(path, this.part) : null;
    if (named?.kind !== 'value' || typeof named.source !== 'string' || named.members.length > 0) return;
    this.run.ready(named.part);
    const { module } = named.part.interpreter;
    const before = module.get(named.source);
    module.set(named.source, before ? join(before, value) : value);
    this.run.stored(named.source);
  }

  related(className: string): readonly RelatedFields[] {
    const { part } = this;
    if (!part) return [];
    const family = this.family();
    const elsewhere = family.names.typeNamed(className, part);
    const isOwn = part.declarations.hasType(className);
    const isPartial = isOwn && elsewhere !== null && family.isWrittenInParts;
    const own: NamedType = { name: className, parts: [part] };
    const types = [
      ...(isPartial || (!isOwn && elsewhere) ? [elsewhere] : []),
      ...(isOwn ? family.hierarchy.supertypes(own) : []),
    ];
    return types.flatMap(({ name, parts }) =>
      parts.flatMap((other) => {
        if (other === part) return [];
        this.run.ready(other);
        return [{ className: name, fields: other.interpreter.classFields }];
      }),
    );
  }

  isCalled(name: string): boolean {
    return this.family().isCalled(name);
  }

  include(written: SyntaxNode, environment: Environment): Value | null {
    const { part } = this;
    const path = part && includedPath(part.file, written, this.family().paths);
    const included = path ? this.family().partAt(path) : null;
    if (!included || included === part) return null;
    return this.run.hop(() => included.interpreter.runIncluded(included.statements, environment));
  }
}
