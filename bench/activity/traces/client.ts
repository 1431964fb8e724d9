import type { TraceRandom } from './random.js';

/** A program on a machine, and the networks that it is seen in. */
export interface Client {
  family: string;
  hash: string;
  /** The network at a moment. */
  network: (time: number) => string;
}

const browsers = ['chrome', 'chrome', 'chrome', 'firefox', 'safari', 'edge'] as const;
const programs = ['python', 'curl', 'node', 'go', 'java'] as const;

let areas = 0;

/** A new /24 in the form of the record's hashes: 12 characters of the area, 8 of the address in it. */
export function newArea(): string {
  areas += 1;
  return areas.toString(36).padStart(12, '0');
}

export function addressIn(area: string, host: number): string {
  return area + host.toString(36).padStart(8, '0');
}

export const browser = (random: TraceRandom): string => random.pick(browsers);
export const program = (random: TraceRandom): string => random.pick(programs);

/** A browser's or a program's hash: versions differ between people of one family. */
export function clientOf(random: TraceRandom, family: string, network: Client['network']): Client {
  return { family, hash: `${family}-${random.whole(0, 40)}`, network };
}

/** One address for as long as the trace lasts. */
export function settled(random: TraceRandom): Client['network'] {
  const address = addressIn(newArea(), random.whole(1, 254));
  return () => address;
}

/** A phone: now and then another address, out of a provider's pool that is mostly the same areas. */
export function roaming(random: TraceRandom, pool: number, everyMs: number): Client['network'] {
  const known = Array.from({ length: pool }, newArea);
  const salt = random.whole(0, 1e9);
  const chosen = new Map<number, string>();
  return (time) => {
    const turn = Math.floor(time / everyMs);
    let address = chosen.get(turn);
    if (address === undefined) {
      const own = random.fork(salt + turn);
      // The first areas of the pool are those around home and work.
      address = addressIn(known[Math.floor(pool * own.unit() ** 2)] as string, own.whole(1, 254));
      chosen.set(turn, address);
    }
    return address;
  };
}

/** Somebody who is elsewhere for some days. */
export function travelling(home: Client['network'], away: Client['network'], from: number, to: number) {
  return (time: number): string => (time >= from && time < to ? away(time) : home(time));
}
