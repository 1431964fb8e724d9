import type { Multiplier } from './behaviour-score.js';

/** Something an admin has set, until `expiresAt` (unix ms). */
export interface Until<T> {
  value: T;
  expiresAt: number;
}

/** What counts instead of what the score says: of a user, by an admin, with reason and end (overrides/). */
export interface Overrides {
  score: Until<number> | null;
  multiplier: Until<Multiplier> | null;
  /** Signals that do not count. */
  signals: ReadonlyMap<string, Until<true>>;
}

export const NO_OVERRIDES: Overrides = { score: null, multiplier: null, signals: new Map() };

/** The value, while it holds. */
export function inForce<T>(until: Until<T> | null | undefined, now: number): T | null {
  return until != null && until.expiresAt > now ? until.value : null;
}

/** As the field `override` of the detection hash: `what=value,expiry;...`. */
export function encodeOverrides({ score, multiplier, signals }: Overrides): string {
  const parts: string[] = [];
  if (score !== null) parts.push(`score=${score.value},${score.expiresAt}`);
  if (multiplier !== null) parts.push(`multiplier=${multiplier.value},${multiplier.expiresAt}`);
  for (const [name, { expiresAt }] of signals) parts.push(`signal:${name}=1,${expiresAt}`);
  return parts.join(';');
}

export function decodeOverrides(text: string): Overrides {
  let { score, multiplier } = NO_OVERRIDES;
  const signals = new Map<string, Until<true>>();
  for (const part of text.split(';')) {
    const [, what, value, expiresAt] = /^([^=]+)=([^,]+),(\d+)$/.exec(part) ?? [];
    if (what === undefined) continue;
    const until = { value: Number(value), expiresAt: Number(expiresAt) };
    if (what === 'score') score = until;
    else if (what === 'multiplier') multiplier = until as Until<Multiplier>;
    else signals.set(what.slice('signal:'.length), { value: true, expiresAt: until.expiresAt });
  }
  return { score, multiplier, signals };
}
