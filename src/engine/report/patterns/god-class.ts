import type { Pattern } from '../analysis-report.js';
import type { ClassFacts } from './class-facts.js';

/** All of them at once: a long class alone may be a simple one, a class of many accessors too. */
const MANY_METHODS = 20;
const MANY_LINES = 400;
const MANY_RESPONSIBILITIES = 6;

/** A class that does everything: many methods over many lines, whose names begin with many different verbs. */
export function godClass(one: ClassFacts): Pattern | null {
  if (one.methods.length < MANY_METHODS || one.lines < MANY_LINES) return null;
  const verbs = new Set(one.methods.map((method) => /^_*([a-z]+)/.exec(method.name)?.[1] ?? method.name));
  if (verbs.size < MANY_RESPONSIBILITIES) return null;
  const confidence = one.methods.length >= 2 * MANY_METHODS || one.lines >= 2 * MANY_LINES ? 0.9 : 0.75;
  return { name: 'god-class', kind: 'anti-pattern', confidence, location: one.location };
}
