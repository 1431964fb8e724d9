import type { Expression, Statement } from '../flow/core-tree.js';
import { endings } from './library.js';
import { calledName } from './memory-calls.js';
import type { MemoryContext } from './memory-context.js';
import { MemoryState } from './memory-state.js';

/** States on their way to somewhere else: out of the loop, to its next round, to a label. */
export interface Ways {
  breaks: MemoryState[];
  continues: MemoryState[];
  readonly gotos: Map<string, MemoryState[]>;
}

/** What running statements asks of the interpreter. */
export interface StatementRunner extends MemoryContext {
  level: number;
  readonly unknownCalls: number;
  step(): boolean;
  declare(statement: Statement & { type: 'declare' }, state: MemoryState): void;
  leave(node: Statement['node'], value: Expression | null, state: MemoryState): void;
  /** What an exception leaves behind. */
  abandon(node: Statement['node'], state: MemoryState): void;
  neverReturns(call: Expression & { type: 'call' }): boolean;
}

/** Statements in order; each gives the state after it, or null when nothing runs on from there. */
export class MemoryStatements {
  /** Blocks under way that catch what is thrown. */
  private tries = 0;

  constructor(private readonly runner: StatementRunner) {}

  run(statements: readonly Statement[], given: MemoryState, ways: Ways): MemoryState | null {
    let state: MemoryState | null = given;
    for (const statement of statements) {
      if (statement.type === 'label') state = this.arrive(statement.name, state, ways);
      if (!state) continue;
      if (!this.runner.step()) return null;
      state = this.runOne(statement, state, ways);
    }
    return state;
  }

  /** A label is reached from above and from every `goto` before it; those behind it are not followed back. */
  private arrive(name: string, above: MemoryState | null, ways: Ways): MemoryState | null {
    const states = [...(above ? [above] : []), ...(ways.gotos.get(name) ?? [])];
    ways.gotos.delete(name);
    if (states.length === 0) return null;
    const joined = MemoryState.join(states, this.runner.level);
    // Whatever stands right above may never come down to here: what is wrong only there is not asked.
    if (above) joined.doubt(above);
    return joined;
  }

  private runOne(statement: Statement, state: MemoryState, ways: Ways): MemoryState | null {
    const { runner } = this;
    switch (statement.type) {
      case 'expression':
        runner.evaluate(statement.value, state);
        if (statement.value.type === 'call' && this.isEnd(statement.value)) return null;
        this.unusedResult(statement, state);
        return state;
      case 'declare':
        runner.declare(statement, state);
        return state;
      case 'block':
        return this.inner(statement.body, state, ways);
      case 'if':
        return this.branch(statement, state, ways);
      case 'loop':
        return this.loop(statement, state, ways);
      case 'switch':
        return this.choose(statement, state, ways);
      case 'try': {
        this.tries += 1;
        const body = this.inner(statement.body, state.fork(), ways);
        this.tries -= 1;
        const handlers = statement.handlers.map((handler) => this.inner(handler, this.cautious(state), ways));
        return this.met([body, ...handlers], -1);
      }
      case 'return':
        runner.leave(statement.node, statement.value, state);
        return null;
      case 'throw':
        if (statement.value) runner.evaluate(statement.value, state);
        if (this.tries === 0) runner.abandon(statement.node, state);
        return null;
      case 'jump':
        this.jump(statement, state, ways);
        return null;
      case 'label':
      case 'function':
      case 'class':
        return state;
    }
  }

  /** What runs after an exception knows little: anything may have happened before it. */
  private cautious(state: MemoryState): MemoryState {
    const fork = state.fork();
    fork.settle();
    return fork;
  }

  private isEnd(call: Expression & { type: 'call' }): boolean {
    return endings.test(calledName(call)) || this.runner.neverReturns(call);
  }

  /** `malloc(10);` alone: nobody holds it. */
  private unusedResult(statement: Statement & { type: 'expression' }, state: MemoryState): void {
    if (statement.value.type !== 'call') return;
    const node = statement.value.node;
    for (const made of state.leaked())
      if (made.node === node && made.family === 'descriptor') state.escapeAllocation(made);
  }

  private jump(statement: Statement & { type: 'jump' }, state: MemoryState, ways: Ways): void {
    if (statement.goto !== undefined) {
      ways.gotos.set(statement.goto, [...(ways.gotos.get(statement.goto) ?? []), state]);
    } else if (statement.node.kind === 'continue_statement') ways.continues.push(state);
    else ways.breaks.push(state);
  }

  private inner(statements: readonly Statement[], state: MemoryState, ways: Ways): MemoryState | null {
    this.runner.level += 1;
    const after = this.run(statements, state, ways);
    this.runner.level -= 1;
    return after;
  }

  private met(states: readonly (MemoryState | null)[], level: number): MemoryState | null {
    const open = states.filter((one) => one !== null);
    return open.length === 0 ? null : open.length === 1 ? (open[0] ?? null) : MemoryState.join(open, level);
  }

  private branch(statement: Statement & { type: 'if' }, state: MemoryState, ways: Ways): MemoryState | null {
    const { runner } = this;
    const yes = runner.assume(statement.condition, state, true);
    const no = runner.assume(statement.condition, state, false);
    const calls = runner.unknownCalls;
    const afterYes = yes ? this.inner(statement.whenTrue, yes, ways) : null;
    const afterNo = no ? this.inner(statement.whenFalse, no, ways) : null;
    // Code that is not seen here may never come back.
    const level = runner.unknownCalls === calls ? runner.level : -1;
    const after = this.met([afterYes, afterNo], level);
    if (after && (!afterYes || !afterNo)) after.settle();
    return after;
  }

  private loop(statement: Statement & { type: 'loop' }, given: MemoryState, ways: Ways): MemoryState | null {
    const { runner } = this;
    let state: MemoryState | null = this.run(statement.before, given, ways);
    if (statement.each && state) runner.evaluate(statement.each.iterable, state);
    const isDo = statement.node.kind === 'do_statement';
    const inside: Ways = { breaks: [], continues: [], gotos: ways.gotos };
    const exits: (MemoryState | null)[] = [];
    for (let round = 0; round < 2 && state; round += 1) {
      const start: MemoryState = state;
      const skipsTest = isDo && round === 0;
      const enter: MemoryState | null =
        skipsTest || !statement.condition ? start.fork() : runner.assume(statement.condition, start, true);
      if (statement.each && enter) this.bind(statement.each.target, enter);
      const end: MemoryState | null = enter ? this.inner(statement.body, enter, inside) : null;
      const next: MemoryState | null = this.met([isDo && round === 0 ? null : start, end, ...inside.continues], -1);
      inside.continues = [];
      next?.widenFrom(start);
      next?.turn();
      state = next;
    }
    if (state && statement.condition) exits.push(runner.assume(statement.condition, state, false));
    else if (state && statement.each) exits.push(state);
    const after = this.met([...exits, ...inside.breaks], -1);
    after?.turn();
    return after;
  }

  private bind(target: Expression, state: MemoryState): void {
    if (target.type === 'name') state.forget(target.name);
  }

  private choose(statement: Statement & { type: 'switch' }, state: MemoryState, ways: Ways): MemoryState | null {
    const { runner } = this;
    runner.evaluate(statement.subject, state);
    const inside: Ways = { breaks: [], continues: ways.continues, gotos: ways.gotos };
    const hasDefault = statement.cases.some((one) => one.tests.length === 0);
    const calls = runner.unknownCalls;
    let falling: MemoryState | null = null;
    const ends: (MemoryState | null)[] = [];
    for (const one of statement.cases) {
      const start: MemoryState | null = this.met([state.fork(), falling], -1);
      falling = start ? this.inner(one.body, start, inside) : null;
      if (!one.fallsThrough) {
        ends.push(falling);
        falling = null;
      }
    }
    const level = runner.unknownCalls === calls ? runner.level : -1;
    return this.met([...ends, falling, ...inside.breaks, ...(hasDefault ? [] : [state])], level);
  }
}
