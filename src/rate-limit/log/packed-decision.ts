import type { Decision, Limits, Verdict, WindowState } from '../decision.js';

/** A decision of the shared log. */
export interface SharedDecision extends Decision {
  multiplier: number;
  /** How long that multiplier still holds if nobody states it again, ms; 0 when there is none. */
  multiplierMs: number;
  /** Time of the entries, unix ms: what a refund names. */
  at: number;
}

const verdicts: readonly Verdict[] = ['pass', 'plan', 'burst', 'block'];
const none: readonly never[] = Object.freeze([]);

/** Where the parts begin that are there only when they are needed. */
const CHANGED = 29;
const FURTHER = 37;
/** Bytes of one further window's state. */
const STATE = 10;

/**
 * A decision as the script returns it (append-log-1-6.lua): numbers of fixed width, which cost Redis a third of what the
 * same numbers in an array cost. The limits come with it only where they are not those that were `asked` for.
 */
export function unpackDecision(reply: Buffer, asked: Limits): SharedDecision {
  const changed = reply.length > CHANGED;
  const verdict = reply.readUInt8(0);
  return {
    verdict: verdicts[verdict] ?? (asked.further?.[verdict - verdicts.length]?.name as string),
    waitMs: reply.readUIntBE(1, 6),
    plan: {
      limit: changed ? reply.readUInt16BE(CHANGED) : asked.limit,
      remaining: reply.readUInt16BE(7),
      resetMs: reply.readUIntBE(9, 6),
    },
    burst: {
      limit: changed ? reply.readUInt16BE(CHANGED + 2) : asked.burst,
      remaining: reply.readUInt16BE(15),
      resetMs: reply.readUIntBE(17, 6),
    },
    further: asked.further === undefined ? none : furtherStates(reply, asked.further),
    shadow: reply.length > FURTHER ? shadowNames(reply.readUInt16BE(FURTHER), asked) : none,
    multiplier: changed ? reply.readUInt16BE(CHANGED + 4) / 1000 : 1,
    multiplierMs: changed ? reply.readUInt16BE(CHANGED + 6) : 0,
    at: reply.readUIntBE(23, 6),
  };
}

function furtherStates(reply: Buffer, rules: NonNullable<Limits['further']>): WindowState[] {
  return rules.map(({ name, windowMs, shadow }, index) => {
    const at = FURTHER + 2 + index * STATE;
    // A block says nothing of single windows: nothing is left in any.
    if (reply.length < at + STATE) {
      return { name, windowMs, shadow, limit: 0, remaining: 0, resetMs: reply.readUIntBE(1, 6) };
    }
    return {
      name,
      windowMs,
      shadow,
      limit: reply.readUInt16BE(at),
      remaining: reply.readUInt16BE(at + 2),
      resetMs: reply.readUIntBE(at + 4, 6),
    };
  });
}

function shadowNames(bits: number, { further = none }: Limits): readonly string[] {
  if (bits === 0) return none;
  return ['plan', 'burst', ...further.map(({ name }) => name)].filter((_, index) => (bits & (1 << index)) !== 0);
}
