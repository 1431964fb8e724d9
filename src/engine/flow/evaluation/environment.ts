import { isProof } from '../guards/proof-name.js';
import { join, nothing, type Value } from '../value.js';

/** Variables of one scope or branch. A branch is a layer over its outer environment, so that forking costs nothing. */
export class Environment {
  /** Made by the first `set`: most branches bind nothing. */
  private own: Map<string, Value> | null = null;
  /** Asked for what this layer does not bind itself, before the outer one is: what a class inherits. */
  private inherited: ((name: string) => Value | undefined) | null = null;

  constructor(private readonly outer: Environment | null = null) {}

  fork(): Environment {
    return new Environment(this);
  }

  get(name: string): Value | undefined {
    let value = this.own?.get(name) ?? this.inherited?.(name);
    for (let layer = this.outer; !value && layer; layer = layer.outer)
      value = layer.own?.get(name) ?? layer.inherited?.(name);
    return value;
  }

  /** What this very layer binds. */
  bound(name: string): Value | undefined {
    return this.own?.get(name);
  }

  inherit(from: (name: string) => Value | undefined): void {
    this.inherited = from;
  }

  set(name: string, value: Value): void {
    this.own ??= new Map();
    this.own.set(name, value);
  }

  /** What this layer itself binds. */
  entries(): Iterable<readonly [string, Value]> {
    return this.own ?? [];
  }

  /** All that is bound, here and outside. */
  names(): ReadonlySet<string> {
    const names = new Set(this.own?.keys() ?? []);
    for (let layer = this.outer; layer; layer = layer.outer)
      if (layer.own) for (const name of layer.own.keys()) names.add(name);
    return names;
  }

  /** The same, for who binds more while looking at it. */
  snapshot(): readonly (readonly [string, Value])[] {
    return this.own ? [...this.own] : [];
  }

  /** What was bound in the layers over `scope`, innermost first; null when this is no branch of it. */
  since(scope: Environment): ReadonlyMap<string, Value> | null {
    if (this === scope) return new Map();
    const bound = this.outer?.since(scope) ?? null;
    if (bound === null || !this.own) return bound;
    return new Map([...bound, ...this.own]);
  }

  /**
   * Takes over what the branches that reached this point left; a variable that one of them did not touch keeps its value
   * there. A branch may be several layers above this one (a `break` inside nested blocks).
   */
  merge(branches: readonly Environment[]): void {
    const names = new Set<string>();
    for (const branch of branches) {
      for (let layer: Environment | null = branch; layer && layer !== this; layer = layer.outer) {
        // The layers a fork of this one shares with it hold nothing new.
        if (layer.own) for (const name of layer.own.keys()) names.add(name);
      }
    }
    if (names.size === 0) return;
    // What was proved on one way only is not proved behind it.
    const kept = [...names].filter((name) => !isProof(name) || branches.every((branch) => branch.get(name)));
    const merged = kept.map((name): [string, Value] => {
      const values = branches.map((branch) => branch.get(name) ?? nothing);
      return [name, values.reduce((left, right) => join(left, right))];
    });
    for (const [name, value] of merged) this.set(name, value);
  }
}
