import { child } from '../../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { FunctionUnit } from '../core-tree.js';
import type { NamedType, ProgramNames } from './names.js';
import type { Part } from './part.js';

/** Subtypes of subtypes that are looked at. */
const deepest = 6;
/** Types that are looked at for one call. */
const maximumTypes = 32;
/** Implementations of one method that a call is followed to; more say nothing in particular. */
const maximumTargets = 3;

/** Which method a call on a type runs: its own, an inherited one, or those of the few types that implement it. */
export class Hierarchy {
  private readonly above = new Map<string, readonly NamedType[]>();
  private subtypes: Map<string, { name: string; part: Part }[]> | null = null;

  constructor(
    private readonly names: ProgramNames,
    private readonly parts: readonly Part[],
  ) {}

  /**
   * Functions that a call of a type's method may run; none when nobody can tell.
   * @param isExact true when the object is of this very type, so that no subtype has a say
   */
  methods(type: NamedType, name: string, count: number, isExact: boolean): readonly FunctionUnit[] {
    const own = this.declared(type, name, count);
    if (isExact) return own;
    const below = this.isGoInterface(type)
      ? this.implementing(type, name)
      : this.overriding(type, name, count, 0, new Set());
    const all = [...new Set([...own, ...below])];
    if (all.length <= maximumTargets) return all;
    return own;
  }

  /** The supertypes of a type of a file, as far as they are the program's. */
  supertypes(type: NamedType): readonly NamedType[] {
    const key = `${keyOf(type)} ${type.parts.length}`;
    const known = this.above.get(key) ?? this.findSupertypes(type);
    this.above.set(key, known);
    return known;
  }

  private findSupertypes(type: NamedType): readonly NamedType[] {
    return type.parts.flatMap((part) =>
      (part.declarations.types.get(type.name)?.supers ?? []).flatMap((written) => {
        const last = written.slice(written.lastIndexOf('.') + 1);
        if (last !== type.name && part.declarations.hasType(last)) return [{ name: last, parts: [part] as const }];
        const found = this.names.typeNamed(written, part);
        return found ? [found] : [];
      }),
    );
  }

  private declared(type: NamedType, name: string, count: number): readonly FunctionUnit[] {
    const asked: NamedType[] = [type];
    const seen = new Set<string>();
    for (let at = 0; at < asked.length && seen.size < maximumTypes; at += 1) {
      const next = asked[at];
      const key = next ? keyOf(next) : '';
      if (!next || seen.has(key)) continue;
      seen.add(key);
      const own = next.parts.flatMap((part) => part.declarations.functionsNamed(name, next.name));
      if (own.length > 0) return oneOf(own, count);
      asked.push(...this.supertypes(next));
    }
    return [];
  }

  private overriding(
    type: NamedType,
    name: string,
    count: number,
    depth: number,
    seen: Set<string>,
  ): readonly FunctionUnit[] {
    if (depth >= deepest) return [];
    return this.subtypesOf(type).flatMap((sub) => {
      const key = keyOf(sub);
      if (seen.has(key) || seen.size >= maximumTypes) return [];
      seen.add(key);
      const own = sub.parts.flatMap((part) => part.declarations.functionsNamed(name, sub.name));
      return [...oneOf(own, count), ...this.overriding(sub, name, count, depth + 1, seen)];
    });
  }

  private isGoInterface({ name, parts }: NamedType): boolean {
    return parts.some(({ declarations }) => declarations.types.get(name)?.node.children.some(isInterface) === true);
  }

  /** Go: whatever has all methods of an interface is one. */
  private implementing(type: NamedType, name: string): readonly FunctionUnit[] {
    const asked = type.parts.flatMap(({ declarations, file: { tree } }) => {
      const body = declarations.types.get(type.name)?.node.children.find(isInterface);
      return (body?.children ?? []).flatMap((one) => (one.kind === 'method_elem' ? [memberName(tree, one)] : []));
    });
    return this.parts.flatMap(({ declarations }) =>
      declarations
        .typeNames()
        .filter((one) => asked.every((method) => declarations.functionsNamed(method, one).length > 0))
        .flatMap((one) => declarations.functionsNamed(name, one)),
    );
  }

  private subtypesOf(type: NamedType): readonly NamedType[] {
    if (!this.subtypes) {
      this.subtypes = new Map();
      for (const part of this.parts)
        for (const [name, { supers }] of part.declarations.types)
          for (const written of supers) {
            const last = written.slice(written.lastIndexOf('.') + 1);
            this.subtypes.set(last, [...(this.subtypes.get(last) ?? []), { name, part }]);
          }
    }
    return (this.subtypes.get(type.name) ?? [])
      .map(({ name, part }): NamedType => ({ name, parts: [part] }))
      .filter((sub) => this.supertypes(sub).some((base) => base.parts.some((part) => type.parts.includes(part))));
  }
}

function keyOf({ name, parts }: NamedType): string {
  return `${parts[0].file.path} ${name}`;
}

/** The one that takes so many arguments; none when several do. */
export function oneOf(functions: readonly FunctionUnit[], count: number): readonly FunctionUnit[] {
  if (functions.length <= 1) return functions;
  const fitting = functions.filter(({ parameters }) => {
    const own = parameters.filter(({ name }) => !/^(self|cls)$/.test(name));
    return own.length === count || (own.length < count && own.at(-1)?.rest === true);
  });
  return fitting.length === 1 ? fitting : [];
}

function isInterface({ kind }: SyntaxNode): boolean {
  return kind === 'interface_type';
}

function memberName(tree: SyntaxTree, member: SyntaxNode): string {
  const name = child(member, 'name');
  return name ? tree.text(name) : '';
}
