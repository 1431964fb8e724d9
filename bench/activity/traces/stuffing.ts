import { addressIn, newArea } from './client.js';
import type { Person } from './population.js';
import type { TraceRandom } from './random.js';
import { DAY, MINUTE, SECOND, START } from './work.js';

/** A list of leaked passwords, tried from one network. */
export interface Stuffing {
  network: string;
  tries: { time: number; account: string }[];
}

/** One account in ten of those tried is here; none of them was ever entered, so all of them are victims. */
export function stuffing(random: TraceRandom, quieter: number, people: readonly Person[]): Stuffing {
  const network = addressIn(newArea(), random.whole(1, 254));
  const tries: Stuffing['tries'] = [];
  for (let run = random.whole(1, 3); run > 0; run -= 1) {
    let time = START + random.between(0, 6) * DAY;
    const end = time + random.between(5, 90) * MINUTE;
    const pause = random.between(2, 25) * SECOND * quieter;
    while (time < end) {
      const victim = random.chance(0.1) ? random.pick(people).id : `address-${random.whole(1, 1e6)}`;
      tries.push({ time, account: victim });
      time += 300 + random.exponential(pause);
    }
  }
  tries.sort((one, other) => one.time - other.time);
  return { network, tries };
}
