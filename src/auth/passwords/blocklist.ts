import { readFileSync } from 'node:fs';

/** At most so many characters around a common word count as decoration of it. */
const DECORATION = 6;
/** A shorter stem is no word. */
const SHORTEST_STEM = 4;

let common: ReadonlySet<string> | undefined;

/** The 30,000 most common passwords, read at the first password that is set. */
function commonPasswords(): ReadonlySet<string> {
  common ??= new Set(
    readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
  return common;
}

/** True for a common password, also in other case or with a few digits and marks around it (`Password123!`). */
export function isCommon(password: string): boolean {
  const lower = password.normalize('NFC').toLowerCase();
  const stems = [lower, lower.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''), lower.replace(/^\P{L}+|\P{L}+$/gu, '')];
  return stems.some((stem) => {
    const whole = stem.length === lower.length;
    const decorated = stem.length >= SHORTEST_STEM && lower.length - stem.length <= DECORATION;
    return (whole || decorated) && commonPasswords().has(stem);
  });
}
