import type { Expression, FunctionUnit, Statement } from '../flow/core-tree.js';
import { declaredName } from '../tree/declared-name.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { store } from './assign-memory.js';
import { assumeCondition } from './assume.js';
import { type Allocation, type Cell, type Family, FREED, LIVE, unknownCell } from './cell.js';
import { evaluateMemory } from './evaluate-memory.js';
import { checkRoom } from './check-room.js';
import { nouns } from './library.js';
import { reportHeld } from './locks.js';
import { calledName } from './memory-calls.js';
import { isAddress, type FaultKind, type MemoryContext, type Summary } from './memory-context.js';
import { MemoryState } from './memory-state.js';
import { MemoryStatements, type Ways } from './memory-statements.js';
import { type Activation, returnsAddress, summaryFrom } from './memory-summary.js';
import { arrayBytes, type Constants, type CType, elementBytes, typeOf } from './sizes.js';

export interface Fault {
  readonly kind: FaultKind;
  readonly node: SyntaxNode;
  readonly message: string;
}

/** Functions followed inside one another. */
const maximumDepth = 6;

/** What is only true when nothing of the function was missed. */
const needsWholeFunction: ReadonlySet<FaultKind> = new Set([
  'leak',
  'handle-leak',
  'uninitialised',
  'use-after-free',
  'double-free',
  'null-dereference',
  'unchecked-null',
  'unchecked-length',
  'unchecked-index',
]);

/**
 * Memory of C and C++, function by function over the core tree: a forward interpretation with one state per way, which
 * keeps for each variable whether it was assigned, is null, was freed, how large what it points to is and in which range
 * it lies as a number; loops twice, with widening; a function of the file once, as a summary of what it does to its
 * parameters. What disagrees where branches meet is reported only on the level where they met: further in, a condition may
 * tell them apart (this keeps correlated conditions quiet, at the price of what only path conditions would show).
 */
export class MemoryInterpreter implements MemoryContext {
  readonly faults: Fault[] = [];
  level = 0;
  unknownCalls = 0;
  private steps = 0;
  /** The parser stumbled in the function under way: what it misses there may be what frees or assigns. */
  private isDamaged = false;
  private readonly reported = new Set<string>();
  private readonly summaries = new Map<FunctionUnit, Summary>();
  private readonly active: Activation[] = [];
  private readonly statements = new MemoryStatements(this);

  constructor(
    readonly tree: SyntaxTree,
    readonly constants: Constants,
    readonly fields: ReadonlyMap<string, CType | null>,
    private readonly globals: ReadonlyMap<string, CType>,
    private readonly functions: ReadonlyMap<string, FunctionUnit>,
    private readonly budget: number,
  ) {}

  run(): void {
    for (const fn of this.functions.values()) this.summaryOf(fn);
  }

  /** Counts a step, by what a copy of the state costs. */
  step(state?: MemoryState): boolean {
    this.steps += 1 + ((state?.size ?? 0) >> 4);
    return this.steps <= this.budget;
  }

  report(kind: FaultKind, node: SyntaxNode, message: string): void {
    if (this.isDamaged && needsWholeFunction.has(kind)) return;
    const place = `${kind}:${node.start}:${node.end}`;
    if (this.reported.has(place)) return;
    this.reported.add(place);
    this.faults.push({ kind, node, message });
  }

  evaluate(expression: Expression, state: MemoryState): Cell {
    return this.step(state) ? evaluateMemory(this, expression, state) : unknownCell;
  }

  assume(condition: Expression, state: MemoryState, truth: boolean): MemoryState | null {
    return this.step(state) ? assumeCondition(this, condition, state, truth) : state.fork();
  }

  typeOf(name: string): CType | undefined {
    const frame = this.active.at(-1);
    const known = frame?.types.get(name) ?? this.globals.get(name);
    // In a method, a field goes by its own name.
    return known ?? (frame && frame.fn.className !== null ? (this.fields.get(name) ?? undefined) : undefined);
  }

  isParameter(name: string): boolean {
    return this.active.at(-1)?.fn.parameters.some((one) => one.name === name) ?? false;
  }

  isLocal(name: string): boolean {
    const type = this.active.at(-1)?.types.get(name);
    return type !== undefined && !type.isStatic;
  }

  noteUnknownCall(): void {
    this.unknownCalls += 1;
  }

  noteFreed(cell: Cell): void {
    for (const allocation of cell.heap) this.active.at(-1)?.freed.add(allocation);
  }

  allocation(node: SyntaxNode, family: Family): Allocation {
    const known = this.active.at(-1)?.allocations.get(node);
    if (known) return known;
    const made: Allocation = { node, family, given: false };
    this.active.at(-1)?.allocations.set(node, made);
    return made;
  }

  summary(name: string): Summary | null {
    const fn = this.functions.get(name);
    if (!fn || this.active.some((one) => one.fn === fn)) return null;
    return this.active.length >= maximumDepth ? (this.summaries.get(fn) ?? null) : this.summaryOf(fn);
  }

  /** Whether a call of this function never comes back: `die("…")`. */
  neverReturns(call: Expression & { type: 'call' }): boolean {
    return call.callee.type === 'name' && this.summary(calledName(call))?.returns === false;
  }

  declare(statement: Statement & { type: 'declare' }, state: MemoryState): void {
    const { target, value, node } = statement;
    const holder = node.parent;
    if (target.type !== 'name' || !holder) return;
    const type = typeOf(this.tree, holder, node, this.constants);
    this.active.at(-1)?.types.set(target.name, type);
    state.forget(target.name);
    if (value === null) {
      const garbage = type.isPlain && !type.isStatic && holder.kind === 'declaration';
      if (type.dimensions.includes(null)) checkRoom(this, node, this.tree.text(node).replace(/^[^[]*/, ''), state);
      state.set(target.name, { ...unknownCell, assigned: garbage ? 'no' : 'yes', unsigned: type.unsigned });
      return;
    }
    const given = this.mayBeNothing(node, type, this.evaluate(value, state));
    if (type.dimensions.length > 0) {
      const bytes =
        arrayBytes(type) ?? (given.textLength === null ? this.listBytes(value, type) : given.textLength + 1);
      const [length] = type.dimensions;
      if (length === null && bytes !== null)
        this.active.at(-1)?.types.set(target.name, { ...type, dimensions: [bytes / (elementBytes(type) ?? 1)] });
      state.set(target.name, { ...unknownCell, textLength: given.textLength });
      return;
    }
    store(this, target, given, state, node);
  }

  /** `dynamic_cast` to a pointer gives null for another class, `find` the end for what is not there. */
  private mayBeNothing(declarator: SyntaxNode, type: CType, given: Cell): Cell {
    if (this.tree.language !== 'cpp') return given;
    const written = /=\s*([^]*)$/.exec(this.tree.text(declarator).slice(0, 200))?.[1] ?? '';
    const isCast = /^dynamic_cast\s*<[^>]*\*\s*>\s*\(/.test(written);
    const key = /\bauto\b|iterator/.test(type.base) ? /^[\w.>-]+[.>]find\s*\((.*)\)$/.exec(written)?.[1] : undefined;
    if (!isCast && key === undefined) return given;
    if (key !== undefined && this.functionText().includes(`count(${key})`)) return given;
    if (key !== undefined && this.functionText().includes(`contains(${key})`)) return given;
    return { ...unknownCell, unchecked: true };
  }

  functionText(): string {
    const fn = this.active.at(-1)?.fn.node;
    return fn ? this.tree.text(fn) : '';
  }

  abandon(node: SyntaxNode, state: MemoryState): void {
    for (const made of state.leaked())
      if (made.family === 'malloc' || made.family.startsWith('new')) this.lose(made, node);
  }

  private lose(made: Allocation, place: SyntaxNode): void {
    const line = this.tree.position(made.node.start).line;
    this.report(
      made.family === 'malloc' || made.family.startsWith('new') ? 'leak' : 'handle-leak',
      place,
      `The ${nouns[made.family]} from line ${line} is not given back on this way. Give it back before leaving, also on errors.`,
    );
  }

  private listBytes(value: Expression, type: CType): number | null {
    const element = elementBytes(type);
    return value.type === 'list' && element !== null ? value.items.length * element : null;
  }

  /** Every way out of a function. */
  leave(node: SyntaxNode, returned: Expression | null, state: MemoryState): void {
    const value = returned ? this.evaluate(returned, state) : null;
    const frame = this.active.at(-1);
    if (!frame) return;
    if (returned && value) this.checkReturned(returned, value, state);
    frame.ends.push({ state: state.fork(), value });
    for (const made of state.leaked()) {
      // A program that ends gives everything back, unless another way of it thinks of it.
      if (frame.fn.name === 'main' && !frame.freed.has(made)) continue;
      if (value?.heap.includes(made)) continue;
      const place = node === frame.fn.node ? made.node : node;
      if (made.family === 'lock') frame.held.push({ made, place });
      else this.lose(made, place);
    }
  }

  private checkReturned(returned: Expression, value: Cell, state: MemoryState): void {
    const { node } = returned;
    const base = returned.type === 'name' ? returned.name : null;
    const points = value.storage === 'stack' && value.heap.length === 0;
    const isOwnArray =
      base !== null && this.isLocal(base) && (isAddress(returned) || (this.typeOf(base)?.dimensions.length ?? 0) > 0);
    const isKept = base !== null && !isAddress(returned) && this.typeOf(base)?.pointers === 1;
    const [start] = returned.type === 'sum' ? returned.parts : returned.type === 'index' ? [returned.object] : [];
    const into =
      start?.type === 'name' && this.isLocal(start.name) && (this.typeOf(start.name)?.dimensions.length ?? 0) > 0;
    const handsOut = points && returnsAddress(this.tree, this.active.at(-1)?.fn.node);
    if (handsOut && (isOwnArray || isKept || (into && (returned.type === 'sum' || isAddress(returned))))) {
      this.report(
        'stack-address',
        node,
        `This points into a local variable, which is gone when the function returns. Give the caller memory that stays, or let the caller bring it.`,
      );
    } else if (value.life === FREED) {
      this.report('use-after-free', node, `What is returned was freed already.`);
    }
    state.escape(value);
    if (base !== null) state.escapeParts(base);
  }

  private summaryOf(fn: FunctionUnit): Summary {
    const known = this.summaries.get(fn);
    if (known) return known;
    const level = this.level;
    const types = new Map<string, CType>();
    const state = MemoryState.empty();
    const given = fn.parameters.map((parameter): Allocation => ({
      node: parameter.node,
      family: 'malloc',
      given: true,
    }));
    fn.parameters.forEach((parameter, index) => {
      const type = this.parameterType(parameter.node);
      if (!type) return;
      types.set(parameter.name, type);
      const made = given[index];
      if (type.pointers === 1 && made) {
        state.allocate(made);
        state.set(parameter.name, { ...unknownCell, heap: [made], life: LIVE, chooser: 'caller' });
      } else if (type.pointers === 0 && type.isPlain) {
        state.set(parameter.name, {
          ...unknownCell,
          chooser: 'caller',
          unsigned: type.unsigned,
          low: type.unsigned ? 0 : -Infinity,
        });
      }
    });
    const frame: Activation = { fn, types, given, ends: [], allocations: new Map(), freed: new Set(), held: [] };
    const outerDamage = this.isDamaged;
    this.isDamaged = this.tree.errors.some((error) => error.start >= fn.node.start && error.end <= fn.node.end);
    this.active.push(frame);
    this.level = 0;
    const ways: Ways = { breaks: [], continues: [], gotos: new Map() };
    const end = this.statements.run(fn.body(), state, ways);
    if (end) this.leave(fn.node, null, end);
    reportHeld(this, frame);
    this.active.pop();
    this.isDamaged = outerDamage;
    this.level = level;
    const summary = summaryFrom(frame);
    this.summaries.set(fn, summary);
    return summary;
  }

  private parameterType(node: SyntaxNode): CType | null {
    const declarator = node.children.find((child) => child.field === 'declarator');
    return declarator && declaredName(declarator)
      ? typeOf(this.tree, node, declarator, this.constants)
      : declarator
        ? typeOf(this.tree, node, declarator, this.constants)
        : null;
  }
}
