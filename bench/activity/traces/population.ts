import { type HonestPersona, honestPersonas, honestWeek, type Week } from './honest.js';
import { type Aim, type MaliciousPersona, maliciousPersonas, maliciousWeek, stolen, type Theft } from './malicious.js';
import { TraceRandom } from './random.js';
import { stuffing, type Stuffing } from './stuffing.js';

export type Persona = HonestPersona | MaliciousPersona | 'stolen account';

export interface Person {
  id: string;
  persona: Persona;
  honest: boolean;
  theft?: Theft;
  aim?: Aim;
  week: Week;
  seed: number;
}

export interface Population {
  people: Person[];
  /** Networks that try passwords over many accounts. */
  stuffing: Stuffing[];
}

export interface PopulationSize {
  /** Of each honest persona; of researchers a third of that: they are few. */
  honest: number;
  /** Of each malicious persona. */
  malicious: number;
  /** 1, or more: honest and malicious are so much closer to each other. Each goes the root of it towards the other. */
  shift: number;
}

const owners = ['casual', 'developer', 'developer', 'mobile', 'night owl', 'bursty'] as const;

/** People with their labels. The same seed makes the same people, whatever is done with them. */
export function population(seed: number, { honest, malicious, shift: closer }: PopulationSize): Population {
  const shift = Math.sqrt(closer);
  const random = new TraceRandom(seed);
  const people: Person[] = [];
  const add = (persona: Persona, good: boolean, make: (own: TraceRandom, person: Person) => Week) => {
    const own = random.fork(people.length);
    const person: Person = {
      id: `00000000-0000-4000-8000-${people.length.toString(16).padStart(12, '0')}`,
      persona,
      honest: good,
      week: { plan: 'free', work: [], signIns: [], reuses: [] },
      seed: own.whole(1, 2 ** 31),
    };
    person.week = make(own, person);
    people.push(person);
  };
  for (const persona of honestPersonas) {
    const count = persona === 'researcher' ? Math.round(honest / 3) : honest;
    for (let index = 0; index < count; index += 1) add(persona, true, (own) => honestWeek(own, persona, shift));
  }
  for (const persona of maliciousPersonas) {
    for (let index = 0; index < malicious; index += 1) add(persona, false, (own) => maliciousWeek(own, persona, shift));
  }
  for (let index = 0; index < malicious; index += 1) {
    add('stolen account', false, (own, person) => {
      let week = honestWeek(own, own.pick(owners), 1);
      while (week.work.length < 4) week = honestWeek(own, own.pick(owners), 1);
      Object.assign(person, stolen(own, week, shift));
      return week;
    });
  }
  const networks = Array.from({ length: malicious }, (_, index) => stuffing(random.fork(1e6 + index), shift, people));
  return { people, stuffing: networks };
}
