import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { areCombined, goesFurther } from './further-recursion.js';
import { namedFunctions } from './named-functions.js';

/**
 * A function that calls itself twice on smaller arguments on one way through it, and remembers nothing, repeats its work
 * exponentially. Calls on ways that exclude each other (binary search) do not multiply.
 */
export const unmemoisedDoubleRecursion: Check = function* (file) {
  for (const { fn, body, name } of namedFunctions(file)) {
    const calls = file.tree.callsTo(name).filter((call) => call.start >= body.start && call.end <= body.end);
    const smaller = calls.filter((call) => isSmaller(file, call) && isOwn(file, call));
    const further = calls.filter((call) => goesFurther(file, call, fn) && isOwn(file, call));
    if (smaller.length + further.length === 0 || remembers(file, fn) || changesPlaces(file, body)) continue;
    const each = smaller.find((one) => runsForEachStep(file, one, body));
    if (each) {
      yield {
        node: each,
        message: `${name} calls itself once for each step on overlapping problems: exponential. Keep results in a table or a cache (memoise).`,
      };
      continue;
    }
    const together = smaller.some((one, at) => smaller.slice(at + 1).some((other) => bothRun(file, one, other, body)));
    const combined = further.find((one, at) => further.slice(at + 1).some((other) => areCombined(file, one, other)));
    if (!together && !combined) continue;
    yield {
      node: together ? (file.field(fn, 'name') ?? fn) : (combined ?? fn),
      message: `${name} calls itself twice on overlapping problems: O(2ⁿ). Keep results in a table or a cache (memoise) for O(n).`,
    };
  }
};

/** One of the arguments is a number less than what came. */
function isSmaller(file: SourceFile, call: SyntaxNode): boolean {
  const list = file.field(call, 'arguments');
  return (
    list !== null &&
    file.named(list).some((argument) => /^\w*\$?\w+\s*-\s*\$?\w+(?:\[\$?\w+\])?$/.test(file.text(argument)))
  );
}

const steps = /^\$?\w+\s*-\s*(\$?\w+)(?:\[(\$?\w+)\])?$/;

/**
 * `sum(ways(left - step) for step in steps)`: the loop's own variable is taken off, and whatever else is handed on stays as it
 * is. A tree's children at `depth - 1` are other problems each.
 */
function runsForEachStep(file: SourceFile, call: SyntaxNode, body: SyntaxNode): boolean {
  const loop = loopAround(file, call);
  const list = file.field(call, 'arguments');
  if (!loop || loop.start < body.start || !list || isReturned(call, loop)) return false;
  const values = file.named(list).map((argument) => file.text(argument));
  const taken = values.flatMap((text) => steps.exec(text)?.slice(1).filter(Boolean) ?? []);
  const head = file.text(loop).slice(0, headLength);
  const own = taken.filter((name) => variesIn(head, name) || variesIn(file.text(loop), name));
  const others = values.filter((text) => !steps.test(text));
  return own.length > 0 && !others.some((text) => own.some((name) => wordOf(name).test(text)));
}

const headLength = 120;

/** What a round returns ends the loop. */
function isReturned(call: SyntaxNode, loop: SyntaxNode): boolean {
  for (let place = call.parent; place && place !== loop; place = place.parent)
    if (place.kind === 'return_statement') return true;
  return false;
}

/** `for (const step of steps)`, `… for step in steps`, `foreach ($steps as $step)`, `steps.sum { |step| … }`, `step => …`. */
function variesIn(text: string, name: string): boolean {
  const word = name.replace('$', '\\$');
  return new RegExp(
    `\\bfor\\s*\\(?\\s*(?:(?:const|let|var|final|auto)\\s+)?(?:int\\s+|\\w+,\\s*)?${word}\\s*(?:=|:|\\bin\\b|\\bof\\b)|\\bas\\s+(?:\\$\\w+\\s*=>\\s*)?${word}\\b|\\|\\s*${word}\\s*\\||(?<![\\w$])${word}\\)?\\s*=>`,
  ).test(text);
}

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w$])${name.replace('$', '\\$')}(?!\\w)`);
}

/** The function itself, not another object's method of that name. */
function isOwn(file: SourceFile, call: SyntaxNode): boolean {
  const callee = file.field(call, 'function');
  const object = callee ? file.field(callee, 'object') : file.field(call, 'object');
  return object === null || /^(?:this|self|\$this|cls|\w)$/.test(file.text(object));
}

/** Whether there is a way through the body that makes both calls, the second after the first. */
function bothRun(file: SourceFile, first: SyntaxNode, second: SyntaxNode, body: SyntaxNode): boolean {
  const around = new Set<SyntaxNode>();
  for (let place: SyntaxNode | null = second; place && place !== body; place = place.parent) around.add(place);
  let child: SyntaxNode = first;
  for (let place = first.parent; place && place !== body.parent; child = place, place = place.parent) {
    if (around.has(place) || place === body) {
      const other = place.children.find((one) => around.has(one) || one === second);
      return !(file.grammar.branches.has(place.kind) && excludes(child, other));
    }
    if (file.grammar.exits.has(place.kind)) return false;
    // A branch that ends in an exit never comes to the second call.
    if (file.grammar.blocks.has(place.kind) && place.children.some((one) => file.grammar.exits.has(one.kind)))
      return false;
  }
  return true;
}

/** Different branches of one decision; its condition runs before each of them. */
function excludes(one: SyntaxNode, other: SyntaxNode | undefined): boolean {
  return one.field !== 'condition' && other !== undefined && other !== one && other.field !== 'condition';
}

const puts =
  /(?:\bself\.|\bthis(?:\.|->)|\$this->|@|\$)?\b(\w+)(?:\[[^\n;=]{1,80}\]\s*=(?![=>])|\.(?:set|put|insert|emplace|insert_or_assign|try_emplace|store)\()[^\n;]*/g;

/** What is put into a table is remembered only when the function also looks there. */
function remembers(file: SourceFile, fn: SyntaxNode): boolean {
  const decorated = fn.parent?.kind === 'decorated_definition' ? fn.parent : fn;
  const text = file.text(decorated);
  const unread = text.replace(puts, (put: string, table: string) => {
    const isRead = text.split(new RegExp(`\\b${table}\\b`)).length > 2;
    return isRead ? `${put} known` : '';
  });
  return /memo|cache|\b(?:table|seen|visited|dp|computed|known|lookup)\b|\bstatic \$/i.test(unread);
}

/** Towers, permutations and backtracking have as many steps as they have results. */
function changesPlaces(file: SourceFile, body: SyntaxNode): boolean {
  return /\b(?:swap|hanoi|move|permut|backtrack|print|puts|echo|yield|emit|push|append|pop)\w*\b/i.test(
    file.text(body),
  );
}
