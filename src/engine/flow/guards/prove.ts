import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { safetyMask, type SafetyMask } from '../sink-class.js';
import { sanitise } from '../value.js';

/** What a URL's known host makes it safe for. */
export const hostMask = safetyMask(['ssrf', 'redirect', 'header']);

/** Marks the variable behind an expression as safe for these sinks; a host proves the URL it was taken from. */
export function prove(context: FlowContext, subject: Expression, environment: Environment, mask: SafetyMask): void {
  const value = context.evaluate(subject, environment);
  if (value.hostOf) {
    // PHP opens URLs as it opens files: one with a known host is no path.
    const proven = context.tree.language === 'php' ? hostMask | safetyMask(['path']) : hostMask;
    const url = environment.get(value.hostOf);
    if (url) environment.set(value.hostOf, sanitise(url, proven));
    const parsed = holderName(subject);
    const holder = parsed === null ? undefined : environment.get(parsed);
    if (parsed !== null && holder) environment.set(parsed, sanitise(holder, proven));
  }
  const name = placeName(subject);
  const bound = name === null ? undefined : environment.get(name);
  if (name !== null && bound) environment.set(name, sanitise(bound, mask));
  else context.proofs.prove(withoutWrapping(subject), value, environment, mask);
}

/** `$_GET['x']` of `strtolower($_GET['x'])`. */
function withoutWrapping(subject: Expression): Expression {
  if (subject.type !== 'call' || !keepsText.test(calledName(subject))) return subject;
  return (subject.callee.type === 'member' ? subject.callee.object : subject.args[0]?.value) ?? subject;
}

/** `u` of `u.hostname` and `u.getHost()`. */
function holderName(subject: Expression): string | null {
  const place = subject.type === 'call' ? subject.callee : subject;
  return place.type === 'member' && place.object.type === 'name' ? place.object.name : null;
}

/** Calls whose result is the same text in another shape: what is proved of it holds for the text. */
const keepsText =
  /^(lower|upper|strip|trim|toLowerCase|toUpperCase|toLocaleLowerCase|toString|str|String|valueOf|normalize|resolve|getCanonicalPath|getCanonicalFile|getAbsolutePath|toRealPath|toAbsolutePath|toPath|toFile|getPath|as_str|to_string|to_owned|to_lowercase|to_uppercase|as_ref|as_deref|clone|canonicalize|downcase|upcase|to_s|to_str|to_sym|chomp|strtolower|strtoupper|ucfirst|strval|realpath|expand_path|chars|bytes|c_str|as_path)$/;

export function calledName(call: Expression & { type: 'call' }): string {
  return call.callee.type === 'member' ? call.callee.property : call.callee.type === 'name' ? call.callee.name : '';
}

/** The variable whose text decides the expression: `x`, `x.lower()`, `str(x)`, `this.x`. */
export function placeName(subject: Expression): string | null {
  let place = subject;
  for (let steps = 0; steps < 8; steps += 1) {
    if (place.type === 'name') return place.name;
    if (place.type === 'member' && place.object.type === 'name' && /^(this|self)$/.test(place.object.name))
      return `this.${place.property}`;
    if (place.type !== 'call' || !keepsText.test(calledName(place))) return null;
    const next: Expression | undefined = place.callee.type === 'member' ? place.callee.object : place.args[0]?.value;
    if (!next) return null;
    place = next.type === 'name' && /^[A-Z]/.test(next.name) ? (place.args[0]?.value ?? next) : next;
  }
  return null;
}
