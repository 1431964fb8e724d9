import type { Pattern } from '../analysis-report.js';
import type { ClassFacts } from './class-facts.js';

const joins = /^(add_?(listener|observer|subscriber|handler)|subscribe|attach|register(_?(observer|listener))?|on)$/i;
const leaves =
  /^(remove_?(listener|observer|subscriber|handler)|unsubscribe|detach|unregister(_?(observer|listener))?|off)$/i;
const tells = /^(notify(_?(all|observers|listeners|subscribers))?|emit|publish|dispatch|fire)$/i;
/** Telling each of many: a loop, or a method that runs one. */
const each = /\bfor\b|\.forEach\(|\.map\(/;

/** A class that others join, and that tells each of them: `subscribe` (and `unsubscribe`) with `notify` over a collection. */
export function observer(one: ClassFacts): Pattern | null {
  const joining = one.methods.some((method) => joins.test(method.name));
  const telling = one.methods.some((method) => tells.test(method.name) && each.test(method.text));
  if (!joining || !telling) return null;
  const leaving = one.methods.some((method) => leaves.test(method.name));
  return { name: 'observer', kind: 'design', confidence: leaving ? 0.95 : 0.8, location: one.location };
}
