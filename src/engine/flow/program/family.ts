import type { LanguageId } from '../../tree/syntax-tree.js';
import type { FunctionUnit } from '../core-tree.js';
import type { ForeignCall } from '../flow-context.js';
import { Hierarchy, oneOf } from './hierarchy.js';
import { ProgramNames, type Named, type NamedType } from './names.js';
import { isInParts, type Part } from './part.js';
import { ProgramPaths } from './program-paths.js';
import { scopeOf } from './scopes.js';
import { sharedValue } from './shared-values.js';

/** The files of a program whose languages name each other's functions, types and variables. */
export class Family {
  readonly names: ProgramNames;
  readonly hierarchy: Hierarchy;
  readonly paths: ProgramPaths;
  readonly isWrittenInParts: boolean;
  private readonly calledNames = new Map<string, boolean>();
  private readonly byPath: ReadonlyMap<string, Part>;
  private extensions: ReadonlyMap<string, readonly FunctionUnit[]> | null = null;

  constructor(
    language: LanguageId,
    private readonly parts: readonly Part[],
    goModule: string | null,
  ) {
    const paths = parts.map(({ file }) => file.path);
    this.paths = new ProgramPaths(paths);
    this.names = new ProgramNames(scopeOf(language, paths, goModule), parts);
    this.hierarchy = new Hierarchy(this.names, parts);
    this.isWrittenInParts = isInParts(language);
    this.byPath = new Map(parts.map((part) => [part.file.path, part]));
  }

  partAt(path: string): Part | null {
    return this.byPath.get(path) ?? null;
  }

  /** Whether any of the files calls something of this name. */
  isCalled(name: string): boolean {
    let known = this.calledNames.get(name);
    if (known === undefined)
      this.calledNames.set(name, (known = this.parts.some(({ file }) => file.tree.callsTo(name).length > 0)));
    return known;
  }

  typeAt(path: string, from: Part): NamedType | null {
    return this.names.typeNamed(path, from);
  }

  /** Functions of other files that a call in this one runs; none when nobody can tell. */
  called(call: ForeignCall, from: Part): readonly FunctionUnit[] {
    if (call.isOwn && call.className !== null) {
      const own = this.ofClass(call, { name: call.className, parts: [from] });
      if (own.length > 0) return own;
    }
    if (call.isBase) return call.className === null ? [] : this.ofBase(call, { name: call.className, parts: [from] });
    const named = this.names.named(call.path, from);
    const found = named ? this.ofNamed(call, named) : [];
    if (found.length > 0) return found;
    const type = call.receiver ? this.typeOf(call.receiver.path, from) : this.openedType(call, from);
    const methods = type ? this.hierarchy.methods(type, call.name, call.count, isMade(call)) : [];
    return methods.length > 0 || !call.receiver ? methods : this.extending(call.name, call.count);
  }

  private ofNamed(call: ForeignCall, named: Named): readonly FunctionUnit[] {
    switch (named.kind) {
      case 'functions':
        return oneOf(named.functions, call.count);
      case 'member': {
        const methods = this.hierarchy.methods(named.type, named.name, call.count, isMade(call));
        return methods.length > 0 ? methods : heldBy(named);
      }
      case 'type':
        return [];
      case 'value': {
        const held = heldBy(named);
        if (held.length > 0 || named.members.length === 0) return held;
        // `db.run()` of a variable of another file: by the type of what it holds.
        const holder = sharedValue({ ...named, members: named.members.slice(0, -1) });
        const type = holder ? this.typeOf(holder.path, named.part) : null;
        return type ? this.hierarchy.methods(type, call.name, call.count, holder?.fields !== null) : [];
      }
    }
  }

  /** A method that the class under way inherits, or leaves to those that derive from it. */
  private ofClass(call: ForeignCall, type: NamedType): readonly FunctionUnit[] {
    const elsewhere = this.isWrittenInParts ? this.names.typeNamed(type.name, type.parts[0]) : null;
    const whole: NamedType = elsewhere ? { name: type.name, parts: [...type.parts, ...elsewhere.parts] } : type;
    return this.hierarchy.methods(whole, call.name, call.count, false);
  }

  private ofBase(call: ForeignCall, type: NamedType): readonly FunctionUnit[] {
    for (const base of this.hierarchy.supertypes(type)) {
      const found = this.hierarchy.methods(base, call.name, call.count, true);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The type that values of this path are of: of this file or of another. */
  private typeOf(path: string | null, from: Part): NamedType | null {
    const written = path?.replace(/\(\)$/, '') ?? '';
    if (written === '' || written.startsWith('@')) return null;
    const last = written.slice(written.lastIndexOf('.') + 1);
    if (from.declarations.hasType(last)) {
      const elsewhere = this.isWrittenInParts ? this.names.typeNamed(last, from) : null;
      return { name: last, parts: [from, ...(elsewhere?.parts ?? [])] };
    }
    return this.names.typeNamed(written, from) ?? this.names.typeNamed(last, from);
  }

  /** C#'s `using static`: the type that a plain function is a method of. */
  private openedType(call: ForeignCall, from: Part): NamedType | null {
    if (from.file.tree.language !== 'csharp') return null;
    for (const module of from.imports.modules) {
      const type = this.names.typeNamed(module.slice(module.lastIndexOf('.') + 1), from);
      if (type && this.hierarchy.methods(type, call.name, call.count, true).length > 0) return type;
    }
    return null;
  }

  /** C#'s extension methods of that name; none when there are several. */
  private extending(name: string, count: number): readonly FunctionUnit[] {
    if (!this.extensions) {
      // Elsewhere a parameter has no such word before it.
      const extensions = new Map<string, FunctionUnit[]>();
      for (const { declarations, file } of this.parts)
        for (const fn of declarations.methods())
          if (fn.name !== null && /^this\s/.test(file.tree.text(fn.parameters[0]?.node ?? fn.node)))
            extensions.set(fn.name, [...(extensions.get(fn.name) ?? []), fn]);
      this.extensions = extensions;
    }
    return oneOf(this.extensions.get(name) ?? [], count + 1);
  }
}

/** Whether the program made the object itself, so that it is of no subtype. */
function isMade({ receiver }: ForeignCall): boolean {
  return receiver?.fields != null || receiver?.path?.endsWith('()') === true;
}

function heldBy(named: Named): readonly FunctionUnit[] {
  const fn = sharedValue(named)?.fn;
  return fn ? [fn] : [];
}
