import { hostMask } from './prove.js';
import { safeForAll, safetyMask, type SafetyMask } from '../sink-class.js';

/** Something that lets almost any character through. */
const wholesale = /(?<!\\)\.(?:[*+]|\{\d*,)|\[\^|\\[SDW](?:[*+]|\{)/;
const anchorStart = /^\(?(?:\^|\\A)/;
const anchorEnd = /(?:\$|\\Z|\\z)\)?$/;

/** Signs that a sink gives a meaning to, when a character class of the pattern lets them through. */
const meaningful: readonly (readonly [RegExp, SafetyMask])[] = [
  [/['"]/, safetyMask(['sql', 'xpath', 'code', 'command', 'html', 'nosql', 'template'])],
  [/[;|&$`]/, safetyMask(['command'])],
  [/[<>]/, safetyMask(['html', 'xml'])],
  [/[(*)]/, safetyMask(['ldap'])],
  [/[{}]/, safetyMask(['template'])],
];

/**
 * What a text is safe for after a pattern has matched the whole of it. `anchored` says that the call itself asks for the
 * whole text; 0 when the pattern lets anything through. A pattern that is not known (null) is trusted when anchored.
 */
export function patternMask(pattern: string | null, anchored: boolean, fromStart: boolean): SafetyMask {
  if (pattern === null) return anchored ? safeForAll : 0;
  const text = pattern.replace(/^\/([^]*)\/[a-z]*$/, '$1').replace(/^\(\?[a-z]+\)/, '');
  const begins = anchored || fromStart || anchorStart.test(text);
  if (begins && namesHost(text)) return hostMask;
  if (!begins || !(anchored || anchorEnd.test(text))) return 0;
  if (wholesale.test(text)) return /\[\^[^\]]*\/[^\]]*\]/.test(text) && !/(?<!\\)\.[*+]/.test(text) ? pathMask : 0;
  let mask = safeForAll;
  for (const [, characters = ''] of text.matchAll(/\[((?:\\.|[^\]\\])*)\]/g)) {
    const plain = characters.replace(/\\([^wdsWDSbB])/g, '$1');
    for (const [signs, lost] of meaningful) if (signs.test(plain)) mask &= ~lost;
    if (plain.includes('/') && plain.includes('.')) mask &= ~pathMask;
    if (plain.includes('/') && plain.includes(':')) mask &= ~hostMask;
  }
  return mask;
}

const pathMask = safetyMask(['path']);

/** `^https://example\.org/`: the address lies on that host, whatever comes behind. */
function namesHost(pattern: string): boolean {
  return /^\(?\^?(?:\\A)?https?\??:(?:\\?\/){2}(?:\w|-|\\\.|\((?:\?:)?[\w|.\\-]+\))+(?::\d+)?\\?\//.test(pattern);
}
