import type { FunctionUnit } from '../core-tree.js';
import { exportsOf, importedWhole, type Export } from './exports.js';
import { isInParts, type NameScope, type Part } from './part.js';
import type { SyntaxNode } from '../../tree/syntax-tree.js';

/** Re-exports of re-exports that are followed. */
const deepest = 8;
/** Names that are looked for on the way to one. */
const maximumLooks = 100;

/** What a dotted name stands for. */
export type Named =
  | { readonly kind: 'functions'; readonly functions: readonly FunctionUnit[] }
  | { readonly kind: 'type'; readonly type: NamedType }
  /** A method, a constant or a field of a type. */
  | { readonly kind: 'member'; readonly type: NamedType; readonly name: string }
  /** A module's variable, or an expression that it exports, and what is read of it. */
  | {
      readonly kind: 'value';
      readonly part: Part;
      readonly source: string | SyntaxNode;
      readonly members: readonly string[];
    };

/** A type by its last name and the files that declare it: several where a language lets it be written in parts. */
export interface NamedType {
  readonly name: string;
  readonly parts: readonly [Part, ...Part[]];
}

/** Finds what names mean among the files of one family of languages. Whatever two of them might mean alike is left open. */
export class ProgramNames {
  private readonly found = new Map<Part, Map<string, Named | null>>();
  private looks = 0;
  private readonly byPath: ReadonlyMap<string, Part>;
  private readonly byType: ReadonlyMap<string, readonly Part[]>;

  constructor(
    private readonly scope: NameScope,
    private readonly parts: readonly Part[],
  ) {
    this.byPath = new Map(parts.map((part) => [part.file.path, part]));
    const byType = new Map<string, Part[]>();
    for (const part of parts)
      for (const name of part.declarations.typeNames()) {
        const others = byType.get(name);
        if (others) others.push(part);
        else byType.set(name, [part]);
      }
    this.byType = byType;
  }

  /** What a qualified name, as imports and the paths of values write it, means in this file; null for nothing of the program's. */
  named(path: string, from: Part): Named | null {
    let known = this.found.get(from);
    if (!known) this.found.set(from, (known = new Map()));
    let named = known.get(path);
    if (named === undefined) {
      this.looks = 0;
      named = this.find(path.replace(/\(\)/g, ''), from, 0);
      known.set(path, named);
    }
    return named;
  }

  /** A type of other files than this one, by a name that stands in this one. */
  typeNamed(written: string, from: Part): NamedType | null {
    const [head = '', ...rest] = written.split('.').filter(Boolean);
    const imported = from.imports.names.get(head);
    const named = this.named([imported ?? head, ...rest].join('.'), from);
    return named?.kind === 'type' ? named.type : null;
  }

  private find(path: string, from: Part, depth: number): Named | null {
    // Modules that hand on everything of each other make more ways than there are files.
    this.looks += 1;
    if (this.looks > maximumLooks) return null;
    const module = depth < deepest ? this.scope.modules(path, from) : null;
    const parts = (module?.paths ?? []).flatMap((one) => this.byPath.get(one) ?? []);
    if (module && parts.length > 0) return this.inside(parts, module.members, depth);
    return this.declared(path.split('.').filter(Boolean), from) ?? this.opened(path, from, depth);
  }

  /** `from helpers import *`, `use crate::helpers::*`. */
  private opened(path: string, from: Part, depth: number): Named | null {
    if (depth > 0 || !/^\w/.test(path)) return null;
    for (const star of importedWhole(from.file.tree)) {
      const found = this.find(`${star}.${path}`, from, depth + 1);
      if (found) return found;
    }
    return null;
  }

  /** A member of a module: what it declares, else what it hands on from another. */
  private inside(parts: readonly Part[], members: readonly string[], depth: number): Named | null {
    const [name = 'default', ...rest] = members;
    const functions = parts.flatMap((part) => part.declarations.functionsNamed(name, null));
    if (functions.length > 0) return rest.length === 0 ? { kind: 'functions', functions } : null;
    const [typed, ...more] = parts.filter((part) => part.declarations.hasType(name));
    if (typed && (more.length === 0 || isInParts(typed.file.tree.language)))
      return this.member({ name, parts: [typed, ...more] }, rest);
    for (const part of parts) {
      const own = part.declarations.hasVariable(name) ? variable(part, name, rest) : null;
      const found = own ?? this.handedOn(part, name, rest, depth);
      if (found) return found;
    }
    const [next] = rest;
    // A module inside the file's.
    return next !== undefined && parts.some((part) => declares(part, next)) ? this.inside(parts, rest, depth) : null;
  }

  private handedOn(part: Part, name: string, rest: readonly string[], depth: number): Named | null {
    if (depth >= deepest) return null;
    const { named, stars } = exportsOf(part.file.tree);
    const export_ = named.get(name);
    if (export_) return this.exported(part, export_, rest, depth);
    const imported = part.imports.names.get(name);
    // A package of Python hands on whatever it imports.
    if (imported !== undefined && imported !== name && part.file.tree.language === 'python')
      return this.find([imported, ...rest].join('.'), part, depth + 1);
    for (const star of stars) {
      const found = name === 'default' ? null : this.find([star, name, ...rest].join('.'), part, depth + 1);
      if (found) return found;
    }
    // `module.exports = { run }` and `export default { run }`, whose members are named like the module's own.
    const whole = name === 'default' ? undefined : named.get('default');
    return whole ? this.exported(part, whole, [name, ...rest], depth) : null;
  }

  private exported(part: Part, given: Export, members: readonly string[], depth: number): Named | null {
    if (given.kind === 'expression') return { kind: 'value', part, source: given.node, members };
    if (given.kind === 'elsewhere') return this.find([given.path, ...members].join('.'), part, depth + 1);
    const imported = part.imports.names.get(given.name);
    if (imported !== undefined) return this.find([imported, ...members].join('.'), part, depth + 1);
    return declares(part, given.name) ? this.inside([part], [given.name, ...members], depth + 1) : null;
  }

  /** `Db`, `Db.run`, `run`: by the names that files declare, the nearest first. */
  private declared(segments: readonly string[], from: Part): Named | null {
    const name = segments.at(-1);
    if (name === undefined) return null;
    const type = this.nearestType(segments, from);
    if (type) return { kind: 'type', type };
    const owner = segments.slice(0, -1);
    if (owner.length > 0) {
      const holder = this.nearestType(owner, from);
      return holder ? this.member(holder, [name]) : null;
    }
    const [part, ...others] = this.nearest(
      segments,
      from,
      this.parts.filter((one) => declares(one, name) && this.scope.isPlain(name, from, one)),
    );
    if (!part || others.length > 0) return null;
    const functions = part.declarations.functionsNamed(name, null);
    return functions.length > 0 ? { kind: 'functions', functions } : variable(part, name, []);
  }

  private nearestType(written: readonly string[], from: Part): NamedType | null {
    const name = written.at(-1) ?? '';
    const [part, ...others] = this.nearest(written, from, this.byType.get(name) ?? []);
    if (!part || (others.length > 0 && !isInParts(part.file.tree.language))) return null;
    return { name, parts: [part, ...others] };
  }

  private member(type: NamedType, members: readonly string[]): Named | null {
    const [name, ...rest] = members;
    if (name === undefined) return { kind: 'type', type };
    const [inner, ...more] = /^[A-Z]/.test(name) ? type.parts.filter((part) => part.declarations.types.has(name)) : [];
    if (inner) return this.member({ name, parts: [inner, ...more] }, rest);
    return rest.length === 0 ? { kind: 'member', type, name } : null;
  }

  /** The nearest of some files. */
  private nearest(written: readonly string[], from: Part, candidates: readonly Part[]): readonly Part[] {
    const ranked = candidates.flatMap((part) => {
      const rank = part === from ? null : this.scope.nearness(written, from, part);
      return rank === null ? [] : [{ part, rank }];
    });
    const closest = Math.min(...ranked.map(({ rank }) => rank));
    return ranked.filter(({ rank }) => rank === closest).map(({ part }) => part);
  }
}

function variable(part: Part, name: string, members: readonly string[]): Named {
  return { kind: 'value', part, source: name, members };
}

/** Whether something of that name stands in the file's outermost scope. */
function declares({ declarations }: Part, name: string): boolean {
  return (
    declarations.functionsNamed(name, null).length > 0 || declarations.hasType(name) || declarations.hasVariable(name)
  );
}
