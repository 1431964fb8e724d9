import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { safetyMask, type SafetyMask } from '../sink-class.js';
import { only } from '../value.js';
import { prove } from './prove.js';

/** Characters that a sink gives a meaning to: who writes each of them in another way leaves the rest harmless. */
const meanings: readonly (readonly [characters: readonly string[], mask: SafetyMask])[] = [
  [['<', '>'], safetyMask(['html', 'xml'])],
  [['<', '&'], safetyMask(['html', 'xml'])],
  [['*', '(', ')'], safetyMask(['ldap'])],
  [['\n', '\r'], safetyMask(['log', 'header'])],
];

function maskOf(excluded: ReadonlySet<string>): SafetyMask {
  return meanings.reduce(
    (mask, [characters, safe]) => (characters.every((one) => excluded.has(one)) ? mask | safe : mask),
    0,
  );
}

/** The default of a switch over a character: it is none of those that the cases name. */
export function refineDefault(
  context: FlowContext,
  subject: Expression,
  tests: readonly Expression[],
  environment: Environment,
): void {
  const named = tests.map((test) => only(context.evaluate(test, environment)));
  const characters = named.filter((one): one is string => typeof one === 'string' && one.length === 1);
  if (characters.length !== named.length) return;
  const mask = maskOf(new Set(characters));
  if (mask !== 0) prove(context, subject, environment, mask);
}

/** `if (c == '<') … else if (c == '>') … else out.append(c)`: the last branch of a chain that asks for all of them. */
export function refineOtherCharacter(
  context: FlowContext,
  subject: Expression,
  constant: Expression,
  environment: Environment,
): void {
  if (constant.node.kind !== 'character_literal' || subject.type !== 'name') return;
  const fn = context.activeFunction();
  const text = fn ? context.tree.text(fn.node) : '';
  const asked = [...text.matchAll(/==\s*'(\\?.)'/g)].map((found) => unescaped(found[1] ?? ''));
  const mask = maskOf(new Set(asked));
  if (mask !== 0) prove(context, subject, environment, mask);
}

function unescaped(text: string): string {
  if (text === '\\n') return '\n';
  return text === '\\r' ? '\r' : text.slice(-1);
}
