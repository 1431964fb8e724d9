import {
  type EvaluatedEvent,
  type EventClient,
  HABIT_HALF_LIFE_MS,
  type Match,
  MIX_HALF_LIFE_MS,
} from '../evaluation/evaluation.js';
import type { Requirement, Scenario } from '../scenarios/scenario.js';
import {
  type BehaviourState,
  FIRES_SATURATION,
  TRUST_HALF_LIFE_MS,
  TRUST_HOURS_PER_DAY,
  TRUST_QUIET_MS,
} from '../score/behaviour-score.js';
import { kilometres } from './kilometres.js';
import { RecentList } from './recent-list.js';

export interface Fire {
  scenario: Scenario;
  /** Unix ms. */
  time: number;
  count: number;
  spanMs: number;
  /** Decayed fires before this one. */
  before: number;
}

interface Bucket {
  level: number;
  at: number;
  since: number;
  count: number;
  blackUntil: number;
  fires: number;
  firedAt: number;
}

interface Seen {
  first: number;
  last: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FOUNDING_MS = DAY;
const NEW_MS = 3 * DAY;
const TRUSTED_DANGER = 0.5;
const FIRST_ANALYSES = 3;
const LIST = 64;
const SHORT_LIST = 16;
const FASTEST_KMH = 1_000;
const FAR_KM = 500;

/**
 * What evaluate-2.lua does, written plainly and in memory: one subject, one event at a time, nothing packed. For what must
 * not touch the subjects in Redis: the replay of a changed file over what is stored.
 */
export class PlainEvaluation {
  readonly buckets = new Map<string, Bucket>();
  private readonly seenBy = new Map<string, RecentList<{ last: number }>>();
  private attempts: number[] = [];
  private readonly mix = { dangerous: 0, all: 0, at: 0, sincePrevious: 0 };
  readonly trust = { hours: 0, at: 0, lastHour: 0, day: 0, today: 0, lastFire: 0 };
  private readonly habit = {
    first: 0,
    events: 0,
    days: 0,
    lastDay: 0,
    at: 0,
    hours: Array.from({ length: 24 }, () => 0),
  };
  private readonly areas = new RecentList<Seen>(LIST);
  private readonly programs = new RecentList<Seen>(SHORT_LIST);
  private readonly countries = new RecentList<Seen>(SHORT_LIST);
  private readonly sessions = new RecentList<{ program: string; area: string }>(SHORT_LIST);
  private place: { latitude: number; longitude: number; at: number } | null = null;

  evaluate(event: EvaluatedEvent): Fire[] {
    const { time } = event;
    const found = new Set<Requirement>();
    if (event.baseLimit > 0 && this.attempt(time) > event.baseLimit) found.add('over_base_limit');
    if (event.code !== 0) {
      this.analysed(time, event.code === 2);
      if (this.mix.all <= FIRST_ANALYSES) found.add('first_analyses');
    }
    if (event.client !== null) this.meet(time, event.client, found);
    const fires: Fire[] = [];
    for (const match of event.matches) {
      const fire = this.match(match, time, found);
      if (fire !== null) fires.push(fire);
    }
    if (event.client !== null) this.lived(time);
    if (event.clean) this.cleanHour(time);
    return fires;
  }

  /** What the score is made of. */
  get state(): BehaviourState {
    const fires = new Map(
      [...this.buckets].map(([name, { fires: value, firedAt: at }]) => [name, { value, at }] as const),
    );
    return { fires, cleanHours: { value: this.trust.hours, at: this.trust.at } };
  }

  private match({ scenario, amount }: Match, time: number, found: ReadonlySet<Requirement>): Fire | null {
    const bucket = this.bucket(scenario.name);
    if (time < bucket.blackUntil || !scenario.require.every((one) => found.has(one))) return null;
    if (!this.poured(scenario, bucket, time, amount)) return null;
    const before = bucket.fires * half(time - bucket.firedAt, scenario.score.halfLifeMs);
    const fire = { scenario, time, count: bucket.count, spanMs: Math.max(0, time - bucket.since), before };
    this.fire(scenario, bucket, time, before);
    return fire;
  }

  /** Attempts within the last 60 s in steps of 5 s, so that never more than 60 s are counted. */
  private attempt(time: number): number {
    const step = Math.floor(time / 5_000);
    this.attempts.push(step);
    this.attempts = this.attempts.filter((other) => other > step - 12);
    return this.attempts.filter((other) => other <= step).length;
  }

  private analysed(time: number, dangerous: boolean): void {
    this.mix.sincePrevious = time - this.mix.at;
    const forget = half(this.mix.sincePrevious, MIX_HALF_LIFE_MS);
    this.mix.dangerous = this.mix.dangerous * forget + (dangerous ? 1 : 0);
    this.mix.all = this.mix.all * forget + 1;
    this.mix.at = Math.max(time, this.mix.at);
  }

  private meet(time: number, { area, program, session, place }: EventClient, found: Set<Requirement>): void {
    if (this.habit.first === 0) this.habit.first = time;
    const newArea = this.isNew(this.areas, area, time);
    const newProgram = program === '' || this.isNew(this.programs, program, time);
    if (newArea) found.add('new_place');
    if (newArea && newProgram) found.add('strange_client');
    if (session !== '' && program !== '') {
      const { entry, known } = this.sessions.touch(session, () => ({ program, area }));
      if (known && entry.program !== program && entry.area !== area) found.add('split_session');
    }
    if (place === null) return;
    if (this.isNew(this.countries, place.country, time)) found.add('new_country');
    if (place.at === null) return;
    const [latitude, longitude] = place.at;
    if (this.place !== null) {
      const distance = kilometres(this.place, { latitude, longitude });
      const hours = (time - this.place.at) / HOUR;
      if (distance > FAR_KM && distance / FASTEST_KMH > hours) found.add('impossible_travel');
    }
    if (this.place === null || time >= this.place.at) {
      this.place = { latitude, longitude, at: time };
    }
  }

  private isNew(list: RecentList<Seen>, value: string, time: number): boolean {
    const { entry } = list.touch(value, () => ({ first: time, last: time }));
    entry.last = Math.max(entry.last, time);
    return entry.first - this.habit.first >= FOUNDING_MS && time - entry.first < NEW_MS;
  }

  private lived(time: number): void {
    const { habit } = this;
    const age = time - habit.at;
    if (age > 0) {
      const forget = half(age, HABIT_HALF_LIFE_MS);
      for (let hour = 0; hour < 24; hour += 1) habit.hours[hour] = (habit.hours[hour] as number) * forget;
      habit.at = time;
    }
    const hour = Math.floor(time / HOUR) % 24;
    habit.hours[hour] = (habit.hours[hour] as number) + 1;
    habit.events += 1;
    const day = Math.floor(time / DAY);
    if (day <= habit.lastDay) return;
    habit.days += 1;
    habit.lastDay = day;
  }

  /** The hour's share of the account's events. */
  private usual(time: number): number {
    const sum = this.habit.hours.reduce((total, count) => total + count, 0);
    return sum === 0 ? 1 : (this.habit.hours[Math.floor(time / HOUR) % 24] as number) / sum;
  }

  private fire(scenario: Scenario, bucket: Bucket, time: number, before: number): void {
    if (scenario.type === 'leaky' || scenario.type === 'distinct') Object.assign(bucket, { level: 0, count: 0 });
    bucket.blackUntil = time + scenario.blackholeMs;
    bucket.fires = Math.min(FIRES_SATURATION * scenario.score.halfSat, before + 1);
    bucket.firedAt = Math.max(time, bucket.firedAt);
    if (scenario.mode !== 'live') return;
    const { trust } = this;
    if (trust.lastHour === Math.floor(time / HOUR)) {
      trust.hours = Math.max(0, trust.hours * half(time - trust.at, TRUST_HALF_LIFE_MS) - 1);
      trust.at = Math.max(time, trust.at);
    }
    trust.lastFire = Math.max(time, trust.lastFire);
  }

  private cleanHour(time: number): void {
    const { trust } = this;
    const [hour, day] = [Math.floor(time / HOUR), Math.floor(time / DAY)];
    if (this.mix.dangerous > this.mix.all * TRUSTED_DANGER) return;
    if (hour <= trust.lastHour) return;
    if (trust.lastFire > 0 && time - trust.lastFire < TRUST_QUIET_MS) return;
    if (day > trust.day) Object.assign(trust, { day, today: 0 });
    if (trust.today >= TRUST_HOURS_PER_DAY) return;
    trust.hours = trust.hours * half(time - trust.at, TRUST_HALF_LIFE_MS) + 1;
    trust.at = Math.max(time, trust.at);
    trust.lastHour = hour;
    trust.today += 1;
  }

  /** True when it fires. */
  private poured(scenario: Scenario, bucket: Bucket, time: number, amount: string): boolean {
    switch (scenario.type) {
      case 'profile': {
        const enough = this.habit.events >= scenario.minEvents && this.habit.days >= scenario.minDays;
        if (!enough || this.usual(time) >= scenario.share) return false;
        Object.assign(bucket, { at: Math.max(time, bucket.at), since: time, count: 1 });
        return true;
      }
      case 'trigger':
        Object.assign(bucket, { at: Math.max(time, bucket.at), since: time, count: 1 });
        return true;
      case 'counter': {
        const start = Math.floor(time / scenario.windowMs) * scenario.windowMs;
        if (start > bucket.at) Object.assign(bucket, { level: 0, at: start, since: time });
        bucket.level += 1;
        bucket.count = bucket.level;
        const beyond = bucket.level - scenario.threshold;
        return beyond > 0 && beyond % scenario.every === 0;
      }
      case 'distinct': {
        const { entry, known } = this.valuesOf(scenario.name).touch(amount, () => ({ last: time }));
        const remembered = known && time - entry.last < scenario.rememberMs;
        entry.last = Math.max(entry.last, time);
        return remembered ? false : fill(bucket, scenario, time, 1);
      }
      case 'leaky': {
        const [, sitting, amid] = /^s(\d+)\*(.+)$/.exec(amount) ?? [];
        if (sitting !== undefined) {
          const together = this.mix.sincePrevious < Number(sitting);
          return fill(bucket, scenario, time, together ? Number(amid) : 1);
        }
        const [, least, power] = /^r(.+)\^(.+)$/.exec(amount) ?? [];
        const ratio = this.mix.all > 0 ? this.mix.dangerous / this.mix.all : 0;
        const pour = least === undefined ? Number(amount) : Math.max(Number(least), ratio ** Number(power));
        return fill(bucket, scenario, time, pour);
      }
    }
  }

  private valuesOf(name: string): RecentList<{ last: number }> {
    const values = this.seenBy.get(name) ?? new RecentList<{ last: number }>(LIST);
    this.seenBy.set(name, values);
    return values;
  }

  private bucket(name: string): Bucket {
    const empty = { level: 0, at: 0, since: 0, count: 0, blackUntil: 0, fires: 0, firedAt: 0 };
    const bucket = this.buckets.get(name) ?? empty;
    this.buckets.set(name, bucket);
    return bucket;
  }
}

function fill(
  bucket: Bucket,
  { capacity, leakMs }: { capacity: number; leakMs: number },
  time: number,
  amount: number,
): boolean {
  const left = bucket.level - Math.max(0, time - bucket.at) / leakMs;
  if (left <= 0) Object.assign(bucket, { since: time, count: 0 });
  bucket.level = Math.max(0, Math.max(0, left) + amount);
  bucket.at = Math.max(time, bucket.at);
  if (amount > 0) bucket.count += 1;
  return bucket.level > capacity;
}

function half(age: number, halfLife: number): number {
  return age <= 0 ? 1 : 2 ** (-age / halfLife);
}
