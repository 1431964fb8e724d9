import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import type { ActivityEvent } from '../../activity-event.js';
import { evaluated } from '../evaluation/evaluation.js';
import { parseScenarioFile } from '../scenarios/scenario-file.js';
import { scoreAt } from '../score/behaviour-score.js';
import { PlainEvaluation } from './plain-evaluation.js';

const scenarios = parseScenarioFile(readFileSync(new URL('../scenarios/scenarios.yaml', import.meta.url), 'utf8'));
const users = scenarios.filter(({ subject }) => subject === 'user');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 5, 1);
const area = (index: number) => `area${String(index).padStart(8, '0')}`;

function request(at: { area?: number; family?: string; session?: string } = {}, more: Partial<ActivityEvent> = {}) {
  return {
    v: 1,
    id: 'e',
    type: 'http.request',
    outcome: 'ok',
    actor: { kind: 'user', id: 'u', plan: 'free' },
    net: `${area(at.area ?? 1)}00000001`,
    ua: { family: at.family ?? 'chrome', hash: 'h' },
    session: at.session ?? 's',
    status: 200,
    ...more,
  } as ActivityEvent;
}

class Subject {
  readonly evaluation = new PlainEvaluation();
  readonly fired: string[] = [];
  lowest = 1;

  constructor(private readonly planShare = 1) {}

  add(time: number, event: ActivityEvent): this {
    const prepared = evaluated({ time, event }, users, this.planShare);
    if (prepared === null) return this;
    this.fired.push(...this.evaluation.evaluate(prepared).map(({ scenario }) => scenario.name));
    this.lowest = Math.min(this.lowest, this.score(time));
    return this;
  }

  score(time: number): number {
    return scoreAt(this.evaluation.state, users, time);
  }
}

/** Somebody who worked for some days, from one place. */
function settled(days: number): Subject {
  const subject = new Subject();
  for (let day = 0; day < days; day += 1) {
    for (let minute = 0; minute < 240; minute += 20) subject.add(START + day * DAY + minute * 60_000, request());
  }
  return subject;
}

describe('what is weak by itself', () => {
  it('many networks restrict nobody, however many they are', () => {
    const subject = new Subject();
    for (let index = 0; index < 400; index += 1) subject.add(START + index * 600_000, request({ area: index }));
    expect(new Set(subject.fired)).toEqual(new Set(['many-networks']));
    expect(subject.lowest).toBeGreaterThan(0.3);
  });

  it('odd hours restrict nobody, however many they are', () => {
    const subject = settled(4);
    for (let hour = 5; hour < 24; hour += 1) subject.add(START + 4 * DAY + hour * HOUR, request());
    expect(new Set(subject.fired)).toEqual(new Set(['odd-hours']));
    expect(subject.fired.length).toBeGreaterThan(10);
    expect(subject.lowest).toBeGreaterThan(0.3);
  });

  it('one busy minute restricts nobody', () => {
    const subject = new Subject();
    for (let index = 0; index < 60; index += 1) subject.add(START + index * 200, request());
    expect(subject.fired).toEqual(['rapid-fire']);
    expect(subject.lowest).toBeGreaterThan(0.3);
  });

  it.each([
    ['free', 10, 1],
    ['pro', 100, 0.1],
    ['enterprise', 1_000, 0.01],
  ] as const)('one minute of all that %s allows restricts nobody', (plan, limit, share) => {
    const decision = {
      id: 'd',
      plan,
      limit,
      baseLimit: limit,
      remaining: 1,
      multiplier: 1,
      allowed: true,
      degraded: false,
    };
    const subject = new Subject(share);
    for (let index = 0; index < limit; index += 1) {
      subject.add(START + (index * 60_000) / limit, request({}, { actor: { kind: 'user', id: 'u', plan }, decision }));
    }
    expect(subject.lowest).toBeGreaterThan(0.3);
  });

  it('three minutes of it hold a new account back for a quarter of an hour, and not one with a history', () => {
    const decision = {
      id: 'd',
      plan: 'free',
      limit: 10,
      baseLimit: 10,
      remaining: 1,
      multiplier: 1,
      allowed: true,
      degraded: false,
    };
    const minutes = (subject: Subject, from: number) => {
      for (let index = 0; index < 27; index += 1) subject.add(from + index * 6_500, request({}, { decision }));
      return from + 27 * 6_500;
    };
    const fresh = new Subject();
    const end = minutes(fresh, START);
    expect(fresh.fired).toEqual(['unbroken-load']);
    expect(fresh.lowest).toBeLessThan(0.3);
    expect(fresh.score(end + 20 * 60_000)).toBeGreaterThan(0.3);
    const known = settled(2);
    minutes(known, START + 2 * DAY + HOUR);
    expect(known.fired).toContain('unbroken-load');
    expect(known.lowest).toBeGreaterThan(0.3);
  });

  it('a new machine in a new place restricts nobody; a phone that travels is not even strange', () => {
    const moved = settled(3);
    for (let index = 0; index < 20; index += 1) {
      moved.add(START + 3 * DAY + index * 60_000, request({ area: 9, family: 'firefox', session: 'new' }));
    }
    expect(moved.fired).toEqual(['strange-client']);
    expect(moved.lowest).toBeGreaterThan(0.3);
    const phone = settled(3);
    for (let index = 0; index < 20; index += 1)
      phone.add(START + 3 * DAY + index * 60_000, request({ area: 20 + index }));
    expect(phone.fired).not.toContain('strange-client');
  });
});

describe('a stolen account', () => {
  it('is found when its password was guessed: many failures, then a program and a place that it does not know', () => {
    const success = { type: 'auth.login.success', suspect: 'auth-failures' } as object;
    const subject = settled(2);
    subject.add(START + 2 * DAY, request({ area: 7, family: 'python', session: '' }, success));
    subject.add(START + 2 * DAY + 5_000, request({ area: 7, family: 'python', session: 'thief' }));
    expect(subject.fired).toEqual(['guessed-password', 'strange-client']);
    expect(subject.lowest).toBeLessThan(0.3);
  });

  it('is found by a session from a new place that never rests, though the program is the owner’s kind', () => {
    const subject = settled(3);
    for (let index = 0; index < 700; index += 1) {
      subject.add(START + 3 * DAY + HOUR + index * 6_000, request({ area: 7, session: 'thief' }));
    }
    expect(subject.fired).toContain('new-place-volume');
    expect(subject.lowest).toBeLessThan(0.3);
  });

  it('is found by its session in two places at once', () => {
    const subject = settled(3);
    const stolen = START + 3 * DAY + HOUR;
    subject.add(stolen, request({ area: 7, family: 'python' }));
    subject.add(stolen + 60_000, request());
    expect(subject.fired).toEqual(['strange-client', 'split-session']);
    expect(subject.score(stolen)).toBeLessThan(0.4);
  });

  it('is found by what a strange client does with it', () => {
    const subject = settled(3);
    const code = { language: 'python', bytes: 1, sha256: '', findings: 1, max_severity: null, dangerous: true };
    for (let index = 0; index < 12; index += 1) {
      subject.add(
        START + 3 * DAY + HOUR + index * 30_000,
        request({ area: 7, family: 'python', session: 't' }, { code }),
      );
    }
    expect(subject.fired).toContain('strange-danger');
    expect(subject.lowest).toBeLessThan(0.3);
  });
});

describe('dangerous code', () => {
  const analysis = (dangerous: boolean) =>
    request({}, { code: { language: 'python', bytes: 1, sha256: '', findings: 1, max_severity: null, dangerous } });
  const danger = analysis(true);
  const harmless = analysis(false);

  it('in bulk restricts who sends nothing else, within minutes', () => {
    const subject = new Subject();
    for (let index = 0; index < 5; index += 1) subject.add(START + index * 30_000, danger);
    expect(subject.fired).toEqual(['dangerous-start', 'dangerous-code']);
    expect(subject.lowest).toBeLessThan(0.3);
  });

  it('holds back whose first three analyses are dangerous, for a quarter of an hour', () => {
    const subject = new Subject();
    for (let index = 0; index < 3; index += 1) subject.add(START + index * 60_000, danger);
    expect(subject.fired).toEqual(['dangerous-start']);
    expect(subject.score(START + 120_000)).toBeLessThan(0.3);
    expect(subject.score(START + 20 * 60_000)).toBeGreaterThan(0.3);
    const other = new Subject().add(START, harmless);
    for (let index = 1; index < 4; index += 1) other.add(START + index * 60_000, danger);
    expect(other.fired).toEqual([]);
  });

  it('among other code, day after day, restricts nobody', () => {
    const subject = new Subject();
    for (let day = 0; day < 30; day += 1) {
      for (let index = 0; index < 24; index += 1) {
        subject.add(START + day * DAY + index * 90_000, index % 3 === 1 ? danger : harmless);
      }
    }
    expect(subject.fired).toEqual([]);
  });

  it('is found when it drips, each by itself', () => {
    const subject = new Subject();
    for (let index = 0; index < 10; index += 1) {
      subject.add(START + index * 3 * HOUR, index % 4 === 3 ? harmless : danger);
    }
    expect(subject.fired).toContain('dangerous-slow');
    expect(subject.lowest).toBeLessThan(0.3);
  });

  it('earns no trust while it is most of what is sent', () => {
    const hours = (events: readonly ReturnType<typeof request>[]) => {
      const subject = new Subject();
      for (const [index, event] of events.entries()) subject.add(START + index * HOUR, event);
      return subject.evaluation.state.cleanHours.value;
    };
    expect(hours([harmless, harmless, harmless])).toBeGreaterThan(2.9);
    expect(hours([danger, danger, harmless, danger])).toBe(0);
  });
});

describe('what may be a mistake', () => {
  it('a refresh token that came back restricts a new account only with a strange client', () => {
    const reuse = request({}, { type: 'auth.token.reuse_detected', outcome: 'denied' });
    expect(new Subject().add(START, reuse).lowest).toBeGreaterThan(0.3);
    const stolen = new Subject().add(START, request()).add(START + 2 * DAY, request({ area: 7, family: 'python' }));
    expect(stolen.add(START + 2 * DAY + 60_000, reuse).lowest).toBeLessThan(0.3);
  });

  it('a password found after many wrong ones means nothing at a new place or in a new program alone', () => {
    const success = { type: 'auth.login.success', suspect: 'auth-failures' } as object;
    const typist = new Subject().add(START, request());
    typist.add(START + 2 * DAY, request({ area: 7, session: '' }, success));
    typist.add(START + 2 * DAY + 5_000, request({ area: 1, family: 'firefox', session: '' }, success));
    expect(typist.fired).toEqual([]);
  });
});

describe('laws', () => {
  const bad = fc.constantFrom<Partial<ActivityEvent>>(
    { status: 429, outcome: 'limited' },
    {
      code: { language: 'python', bytes: 1, sha256: '', findings: 1, max_severity: null, dangerous: true },
      outcome: 'error',
    },
    { type: 'auth.token.reuse_detected', outcome: 'denied' },
  );
  const history = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 * HOUR }), fc.boolean(), bad), { maxLength: 60 });

  it('one more bad event never raises the score', () => {
    fc.assert(
      fc.property(history, bad, (events, last) => {
        const subject = new Subject();
        let time = START;
        for (const [pause, good, what] of events) subject.add((time += pause), request({}, good ? {} : what));
        const before = subject.score(time);
        expect(subject.add(time, request({}, last)).score(time)).toBeLessThanOrEqual(before + 1e-12);
      }),
      { numRuns: 200 },
    );
  });

  it('no score leaves its bounds', () => {
    fc.assert(
      fc.property(history, (events) => {
        const subject = new Subject();
        let time = START;
        for (const [pause, good, what] of events) subject.add((time += pause), request({}, good ? {} : what));
        expect(subject.lowest).toBeGreaterThan(0);
        expect(subject.score(time)).toBeLessThan(0.89);
      }),
      { numRuns: 100 },
    );
  });
});
