import type { Pattern } from '../analysis-report.js';
import type { ClassFacts } from './class-facts.js';

const instanceField = /^(_{0,2}|#)(the)?_?(instance|INSTANCE|singleton)_?$/i;
const accessor = /^(get_?)?(instance|shared|singleton)$/i;

/**
 * A class that keeps its one instance in a static field and hands it out: a hidden constructor, or an accessor (Python:
 * `__new__`) that looks at the field before it makes one.
 */
export function singleton(one: ClassFacts): Pattern | null {
  const field = one.fields.find((candidate) => candidate.static && instanceField.test(candidate.name));
  if (field === undefined) return null;
  const giver = one.methods.find(
    (method) =>
      (method.name === '__new__' || (method.static && accessor.test(method.name))) && method.text.includes(field.name),
  );
  const makesOnce = giver !== undefined && /\bif\b|\?\?=|\|\|=|\?\?/.test(giver.text);
  if (!one.hidesConstructor && !makesOnce) return null;
  if (giver === undefined && !/=\s*new\b/.test(field.text)) return null;
  const confidence = one.hidesConstructor && giver !== undefined ? 0.95 : 0.85;
  return { name: 'singleton', kind: 'design', confidence, location: one.location };
}
