import { safeForAll, safetyMask, type SafetyMask } from '../sink-class.js';
import { only, type Value } from '../value.js';

/** Calls that replace parts of a text: `text.replaceAll(pattern, by)`, `re.sub(pattern, by, text)`. */
const replacers: ReadonlySet<string> = new Set([
  'replace',
  'replaceAll',
  'sub',
  'gsub',
  'preg_replace',
  'str_replace',
  'str_ireplace',
]);

/** `[^a-z0-9_-]`: what is left of the text is what the class names. */
const keptClass = /^\(?\[\^([^\]]*)\][+*]?\)?$/;
/** Letters, digits and the signs that no sink gives a meaning to. A dot is harmless only without a slash beside it. */
const harmlessClass = /^(?:[\w ,@]|\\[wd._-]|a-z|A-Z|0-9|-|\.)*$/;
const plainReplacement = /^[\w-]?$/;
const lineBreakMask = safetyMask(['log', 'header']);
const markupMask = safetyMask(['html', 'xml']);
const pathMask = safetyMask(['path']);
const regexMask = safetyMask(['regex']);
const filterMask = safetyMask(['ldap']);

/**
 * What replacing makes of a text: keeping only harmless characters proves it for every sink, taking out line breaks for
 * logs and headers. 0 when neither can be told. Escaping quotes by hand proves nothing.
 */
export function replacementMask(name: string, args: readonly Value[]): SafetyMask {
  if (!replacers.has(name) || args.length < 2) return 0;
  const pattern = args[0] ? only(args[0]) : undefined;
  const by = args[1] ? only(args[1]) : undefined;
  if (typeof pattern !== 'string') return listedLineBreaks(args[0]) && by === '' ? lineBreakMask : 0;
  // `<` becomes `&lt;`, by itself or from a class of signs by a function; `..` goes, which nesting cannot bring back.
  if (
    pattern.includes('<') &&
    (/^(&lt;|\\u003c)$/i.test(String(by)) || (by === undefined && /^\[.*[>"'].*\]$/.test(pattern)))
  )
    return markupMask;
  if (by === undefined && /^\[.*\*.*\(.*\).*\]$/.test(pattern)) return filterMask;
  if (/^(\.\.|\\\.\\\.|\\\.\{2,\})$/.test(pattern) && by === '') return pathMask;
  if (by === '\\$&') return regexMask;
  if (typeof by !== 'string') return 0;
  const kept = keptClass.exec(plainPattern(pattern))?.[1];
  if (kept !== undefined && harmlessClass.test(kept) && plainReplacement.test(by)) return safeForAll;
  return /\\?[\n\r]|\\[nrRsv]/.test(pattern) && !/[\n\r]/.test(by) ? lineBreakMask : 0;
}

/** PHP: `str_replace(["\r", "\n"], '', $text)`. */
function listedLineBreaks(patterns: Value | undefined): boolean {
  const listed = (patterns?.items ?? []).map(only);
  return listed.includes('\n') && listed.includes('\r');
}

/** A regular expression literal without its slashes and flags. */
function plainPattern(pattern: string): string {
  return pattern.replace(/^\/([^]*)\/[a-z]*$/, '$1');
}
