import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { namedFunctions } from './named-functions.js';

/**
 * A function that calls itself twice on smaller arguments on one way through it, and remembers nothing, repeats its work
 * exponentially. Calls on ways that exclude each other (binary search) do not multiply.
 */
export const unmemoisedDoubleRecursion: Check = function* (file) {
  for (const { fn, body, name } of namedFunctions(file)) {
    const calls = file.tree.callsTo(name).filter((call) => call.start >= body.start && call.end <= body.end);
    const smaller = calls.filter((call) => isSmaller(file, call) && isOwn(file, call));
    if (smaller.length < 2 || remembers(file, fn) || changesPlaces(file, body)) continue;
    const together = smaller.some((one, at) => smaller.slice(at + 1).some((other) => bothRun(file, one, other, body)));
    if (!together) continue;
    yield {
      node: file.field(fn, 'name') ?? fn,
      message: `${name} calls itself twice on overlapping problems: O(2ⁿ). Keep results in a table or a cache (memoise) for O(n).`,
    };
  }
};

/** One of the arguments is a number less than what came. */
function isSmaller(file: SourceFile, call: SyntaxNode): boolean {
  const list = file.field(call, 'arguments');
  return (
    list !== null && file.named(list).some((argument) => /^\w*\$?\w+\s*-\s*\w+(?:\[\w+\])?$/.test(file.text(argument)))
  );
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

function remembers(file: SourceFile, fn: SyntaxNode): boolean {
  const decorated = fn.parent?.kind === 'decorated_definition' ? fn.parent : fn;
  return /memo|cache|\b(?:table|seen|visited|dp|computed|known|lookup)\b|\bstatic \$/i.test(file.text(decorated));
}

/** Towers, permutations and backtracking have as many steps as they have results. */
function changesPlaces(file: SourceFile, body: SyntaxNode): boolean {
  return /\b(?:swap|hanoi|move|permut|backtrack|print|puts|echo|yield|emit|push|append|pop)\w*\b/i.test(
    file.text(body),
  );
}
