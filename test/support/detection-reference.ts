import {
  FIRES_SATURATION,
  TRUST_HALF_LIFE_MS,
  TRUST_HOURS_PER_DAY,
  TRUST_QUIET_MS,
} from '../../src/activity/detection/score/behaviour-score.js';
import { type EvaluatedEvent, MIX_HALF_LIFE_MS } from '../../src/activity/detection/evaluation/evaluation.js';
import type { Scenario } from '../../src/activity/detection/scenarios/scenario.js';

export interface Fire {
  scenario: string;
  time: number;
  count: number;
  spanMs: number;
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

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What evaluate-2.lua must do, written plainly: one subject, one event at a time, nothing packed. */
export class DetectionReference {
  readonly buckets = new Map<string, Bucket>();
  attempts: number[] = [];
  mix = { dangerous: 0, all: 0, at: 0 };
  trust = { hours: 0, at: 0, lastHour: 0, day: 0, today: 0, lastFire: 0 };

  evaluate(event: EvaluatedEvent): Fire[] {
    const { time } = event;
    const overBase = event.baseLimit > 0 && this.attempt(time) > event.baseLimit;
    if (event.code !== 0) {
      const forget = half(time - this.mix.at, MIX_HALF_LIFE_MS);
      this.mix.dangerous = this.mix.dangerous * forget + (event.code === 2 ? 1 : 0);
      this.mix.all = this.mix.all * forget + 1;
      this.mix.at = Math.max(time, this.mix.at);
    }
    const fires: Fire[] = [];
    for (const { scenario, amount } of event.matches) {
      const bucket = this.bucket(scenario.name);
      if (time < bucket.blackUntil || (scenario.overBaseLimit && !overBase)) continue;
      const pour = amount.startsWith('r')
        ? Math.max(Number(amount.slice(1)), this.mix.all > 0 ? this.mix.dangerous / this.mix.all : 0)
        : Number(amount);
      if (!poured(scenario, bucket, time, pour)) continue;
      fires.push({ scenario: scenario.name, time, count: bucket.count, spanMs: Math.max(0, time - bucket.since) });
      this.fire(scenario, bucket, time);
    }
    if (event.clean) this.cleanHour(time);
    return fires;
  }

  /** Attempts within the last 60 s in steps of 5 s, so that never more than 60 s are counted. */
  private attempt(time: number): number {
    const step = Math.floor(time / 5_000);
    this.attempts = [...this.attempts, step].filter((other) => other > step - 12);
    return this.attempts.filter((other) => other <= step).length;
  }

  private fire(scenario: Scenario, bucket: Bucket, time: number): void {
    if (scenario.type === 'leaky') Object.assign(bucket, { level: 0, count: 0 });
    bucket.blackUntil = time + scenario.blackholeMs;
    const remaining = bucket.fires * half(time - bucket.firedAt, scenario.score.halfLifeMs);
    bucket.fires = Math.min(FIRES_SATURATION * scenario.score.halfSat, remaining + 1);
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
    if (hour <= trust.lastHour) return;
    if (trust.lastFire > 0 && time - trust.lastFire < TRUST_QUIET_MS) return;
    if (day > trust.day) Object.assign(trust, { day, today: 0 });
    if (trust.today >= TRUST_HOURS_PER_DAY) return;
    trust.hours = trust.hours * half(time - trust.at, TRUST_HALF_LIFE_MS) + 1;
    trust.at = Math.max(time, trust.at);
    trust.lastHour = hour;
    trust.today += 1;
  }

  private bucket(name: string): Bucket {
    const empty = { level: 0, at: 0, since: 0, count: 0, blackUntil: 0, fires: 0, firedAt: 0 };
    const bucket = this.buckets.get(name) ?? empty;
    this.buckets.set(name, bucket);
    return bucket;
  }
}

/** True when it fires. */
function poured(scenario: Scenario, bucket: Bucket, time: number, amount: number): boolean {
  switch (scenario.type) {
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
    case 'leaky': {
      const left = bucket.level - Math.max(0, time - bucket.at) / scenario.leakMs;
      if (left <= 0) Object.assign(bucket, { since: time, count: 0 });
      bucket.level = Math.max(0, left) + amount;
      bucket.at = Math.max(time, bucket.at);
      bucket.count += 1;
      return bucket.level > scenario.capacity;
    }
  }
}

function half(age: number, halfLife: number): number {
  return age <= 0 ? 1 : 2 ** (-age / halfLife);
}
