import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const SUBJECTS = 1_000;
const LOOKS = 100_000;
const SLICES = 24;

/**
 * The deny cache of the build: µs of CPU for a look that finds a denial, for one that finds nothing, and how often Redis would
 * have been asked while everybody was denied (none).
 */
export async function denyCache() {
  const file = resolve(process.env.CODEPITAMAH_DIST ?? 'dist', 'rate-limit/denials.js');
  const { Denials } = await import(pathToFileURL(file).href);
  const channel = { listen: () => undefined, healthy: true, healthyAt: (now) => now < Number.MAX_SAFE_INTEGER };
  const denials = new Denials(
    channel,
    { onReload: () => undefined },
    { announceWith: () => undefined },
    { subscribe: () => undefined },
  );
  const charge = { cost: 1, policy: null };
  const windows = { limit: 10, windowMs: 60_000, burst: 10, burstWindowMs: 60_000, pauseMs: 60_000 };
  const state = { limit: 10, remaining: 0, resetMs: 60_000 };
  const decision = {
    verdict: 'plan',
    waitMs: 60_000,
    plan: state,
    burst: state,
    further: [],
    shadow: [],
    multiplier: 1,
  };
  const subjects = Array.from({ length: SUBJECTS }, (_, index) => ({
    id: `019ae8a4-5d1c-7c3e-9a52-${index}`,
    credential: {},
  }));
  let asked = 0;
  const decide = async () => {
    asked += 1;
    return { ruling: { decision, windows, degraded: false }, lasts: 60_000 };
  };
  for (const { id, credential } of subjects) await denials.through(id, credential, charge, decide);
  const first = asked;
  for (const { id, credential } of subjects) await denials.through(id, credential, charge, decide);
  const look = (suffix) => {
    const ids = subjects.map(({ id, credential }) => ({ id: id + suffix, credential }));
    let found = 0;
    // The lower quartile of the slices: one in which the machine was given to others says nothing about a look.
    const slices = Array.from({ length: SLICES }, () => {
      const before = process.cpuUsage();
      for (let i = 0; i < LOOKS; i += 1) {
        const { id, credential } = ids[i % SUBJECTS];
        if (denials.look(id, credential, charge) !== null) found += 1;
      }
      const { user, system } = process.cpuUsage(before);
      return (user + system) / LOOKS;
    });
    return { us: slices.toSorted((a, b) => a - b)[SLICES / 4], found };
  };
  look('');
  const denied = look('');
  const others = look('x');
  if (denied.found !== LOOKS * SLICES || others.found !== 0)
    throw new Error('the deny cache does not hold what it was given');
  return { denied: denied.us, others: others.us, roundTrips: asked - first };
}
