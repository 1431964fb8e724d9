import type { Decision, Limits, Verdict } from './decision.js';

/** A decision of the shared log. */
export interface SharedDecision extends Decision {
  multiplier: number;
  /** Time of the entries, unix ms: what a refund names. */
  at: number;
}

const verdicts: readonly Verdict[] = ['pass', 'plan', 'burst', 'block'];

/**
 * A decision as the script returns it (append-log-1-4.lua): numbers of fixed width, which cost Redis a third of what the
 * same numbers in an array cost. The limits come with it only where they are not those that were `asked` for.
 */
export function unpackDecision(reply: Buffer, asked: Limits): SharedDecision {
  const changed = reply.length > 29;
  return {
    verdict: verdicts[reply.readUInt8(0)] as Verdict,
    waitMs: reply.readUIntBE(1, 6),
    plan: {
      limit: changed ? reply.readUInt16BE(29) : asked.limit,
      remaining: reply.readUInt16BE(7),
      resetMs: reply.readUIntBE(9, 6),
    },
    burst: {
      limit: changed ? reply.readUInt16BE(31) : asked.burst,
      remaining: reply.readUInt16BE(15),
      resetMs: reply.readUIntBE(17, 6),
    },
    multiplier: changed ? reply.readUInt16BE(33) / 1000 : 1,
    at: reply.readUIntBE(23, 6),
  };
}
