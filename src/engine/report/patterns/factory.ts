import type { Pattern } from '../analysis-report.js';
import type { ClassFacts, MethodFacts } from './class-facts.js';

const makerName = /^_?(create|make|build|new|get|from)(_?[A-Z_a-z]\w*)?$/;
/** `return new Circle(` or Python's `return Circle(`: a type by its capital. */
const product = /\breturn\s+(?:new\s+)?([A-Z]\w*)(?:<[\w, ]*>)?\(/g;

/** A class with a method that chooses, by a condition, between making at least two different types. */
export function factory(one: ClassFacts): Pattern | null {
  const maker = one.methods.find((method) => makerName.test(method.name) && products(method) >= 2 && chooses(method));
  if (maker === undefined) return null;
  const confidence = /factory/i.test(one.name) ? 0.95 : 0.8;
  return { name: 'factory', kind: 'design', confidence, location: one.location };
}

function products({ text }: MethodFacts): number {
  return new Set([...text.matchAll(product)].map((match) => match[1])).size;
}

function chooses({ text }: MethodFacts): boolean {
  return /\b(if|switch|match|case)\b/.test(text);
}
