import { safetyBit } from '../sink-class.js';
import { only, type Value } from '../value.js';

/** Calls that escape quotes and add none: what they return is text of a query only between quotes. */
const escapes = /(?:^|[._])(?:addslashes|(?:mysqli?_|pg_|sqlite_)?(?:real_)?escape_string|escapeString|esc_sql)\(\)$/;
/** The query goes on with a value here, and no quote is open. */
const bare = /(?:[=<>(,]|\b(?:in|limit|offset|by|and|or|not|between|like|from|where|set))\s*$/i;
const sql = safetyBit('sql');

/**
 * Parts of a text, with what was escaped for quotes put where none are taken for what it is: `"… WHERE id = " .
 * addslashes($id)` needs no quote to be broken out of.
 */
export function unquoted(parts: readonly Value[]): readonly Value[] {
  if (!parts.some((part) => part.path !== null && escapes.test(part.path))) return parts;
  return parts.map((part, index) => {
    const before = index > 0 ? parts[index - 1] : undefined;
    const text = before ? only(before) : undefined;
    if (part.path === null || !escapes.test(part.path) || typeof text !== 'string' || !bare.test(text)) return part;
    return { ...part, taints: part.taints.map((taint) => ({ ...taint, safeFor: taint.safeFor & ~sql })) };
  });
}
