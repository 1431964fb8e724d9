import type { FunctionUnit, Statement } from '../core-tree.js';

/** Classes within classes beyond this depth are not looked into. */
const deepest = 4;

/** The functions of a file by name, so that calls can be followed to functions further down. */
export class FunctionNames {
  private readonly byName = new Map<string, FunctionUnit[]>();

  declare(statements: readonly Statement[], depth = 0): void {
    for (const statement of statements) {
      if (statement.type === 'class' && depth < deepest) this.declare(statement.body, depth + 1);
      if (statement.type !== 'function' || statement.fn.name === null) continue;
      const { name } = statement.fn;
      const namesakes = this.byName.get(name);
      if (namesakes) namesakes.push(statement.fn);
      else this.byName.set(name, [statement.fn]);
    }
  }

  /** The one function of that name, in the class when one is given; null when there is none or several. */
  named(name: string, className: string | null): FunctionUnit | null {
    const found = (this.byName.get(name) ?? []).filter((fn) => className === null || fn.className === className);
    return found.length === 1 ? (found[0] ?? null) : null;
  }
}
