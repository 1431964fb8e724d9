import * as fc from 'fast-check';
import { type BehaviourState, behaviourScore, recoversAt, scoreAt } from './behaviour-score.js';

const HOUR = 3_600_000;
const NOW = 1_795_000_000_000;

const signal = (name: string, weight: number, halfSat: number, hours: number) => ({
  name,
  mode: 'live' as const,
  score: { weight, halfSat, halfLifeMs: hours * HOUR },
});

/** The weights of the design's table; networks and odd hours come with a later issue but test the formula now. */
const scenarios = [
  signal('rapid-fire', 1.6, 1.5, 2),
  signal('limit-violations', 1.8, 2, 12),
  signal('daily-over-free', 0.9, 1.5, 48),
  signal('dangerous-code', 2.4, 1.2, 48),
  signal('dangerous-slow', 2.0, 1, 72),
  signal('many-networks', 1.1, 1, 48),
  signal('odd-hours', 0.3, 2, 24),
];

function state(cleanHours: number, fires: Record<string, number> = {}): BehaviourState {
  return {
    cleanHours: { value: cleanHours, at: NOW },
    fires: new Map(Object.entries(fires).map(([name, value]) => [name, { value, at: NOW }])),
  };
}

describe('behaviourScore', () => {
  it.each<[string, BehaviourState, number, number, number]>([
    ['a new user', state(0), 0, 0.6, 1],
    ['5 clean hours', state(5), 0, 0.74, 1],
    ['10 clean hours', state(10), 0, 0.805, 1.5],
    ['20 clean hours', state(20), 0, 0.86, 1.5],
    ['40 clean hours', state(40), 0, 0.88, 1.5],
    ['new, odd hours 10 times', state(0, { 'odd-hours': 10 }), 0, 0.53, 1],
    ['trusted, odd hours 10 times', state(20, { 'odd-hours': 10 }), 0, 0.82, 1.5],
    ['trusted, one rapid-fire', state(20, { 'rapid-fire': 1 }), 0, 0.73, 1],
    ['new, one rapid-fire', state(0, { 'rapid-fire': 1 }), 0, 0.41, 1],
    ['new, two rapid-fire', state(0, { 'rapid-fire': 2 }), 0, 0.32, 1],
    ['new, rapid x3 + violations x2', state(0, { 'rapid-fire': 3, 'limit-violations': 2 }), 0, 0.11, 0.5],
    ['trusted, dangerous code once', state(20, { 'dangerous-code': 1 }), 0, 0.61, 1],
    ['new, dangerous code once', state(0, { 'dangerous-code': 1 }), 0, 0.28, 0.5],
    ['new, dangerous twice', state(0, { 'dangerous-code': 2 }), 0, 0.18, 0.5],
    ['new, dangerous twice, 48 h later', state(0, { 'dangerous-code': 2 }), 48, 0.28, 0.5],
    ['new, dangerous twice, 96 h later', state(0, { 'dangerous-code': 2 }), 96, 0.4, 1],
    ['new, dangerous twice, 7 d later', state(0, { 'dangerous-code': 2 }), 168, 0.52, 1],
  ])('%s', (_, given, hoursLater, score, multiplier) => {
    const result = behaviourScore(given, scenarios, NOW + hoursLater * HOUR);
    expect(Math.abs(result.score - score)).toBeLessThan(0.006);
    expect(result.multiplier).toBe(multiplier);
  });

  it('of a stolen account falls with the first signs', () => {
    const stolen = state(20, { 'many-networks': 2, 'dangerous-code': 1, 'odd-hours': 2 });
    expect(behaviourScore(stolen, scenarios, NOW).score).toBeCloseTo(0.33, 2);
    // The design's table has 0.12: it was measured when many_networks weighed 2.6 (§3.1), not 1.1 (§3.3).
    const heavier = [...scenarios.filter(({ name }) => name !== 'many-networks'), signal('many-networks', 2.6, 1, 48)];
    expect(behaviourScore(stolen, heavier, NOW)).toMatchObject({ score: expect.closeTo(0.12, 2), multiplier: 0.5 });
  });

  it('gives parts that add up exactly', () => {
    const given = state(7, { 'rapid-fire': 1.3, 'dangerous-code': 0.4, 'odd-hours': 3 });
    const { score, contributions } = behaviourScore(given, scenarios, NOW + HOUR);
    const z = contributions.reduce((sum, part) => sum + part.logOdds, Math.log(1.5));
    expect(1 / (1 + Math.exp(-z))).toBeCloseTo(score, 12);
    for (const { signal: name, points } of contributions) {
      const without =
        name === 'clean-hours'
          ? { ...given, cleanHours: { value: 0, at: NOW } }
          : { ...given, fires: new Map([...given.fires].filter(([fired]) => fired !== name)) };
      expect(score - scoreAt(without, scenarios, NOW + HOUR)).toBeCloseTo(points, 12);
    }
  });

  it('leaves dry runs out', () => {
    const dry = scenarios.map((scenario) => ({ ...scenario, mode: 'dry_run' as const }));
    expect(scoreAt(state(0, { 'dangerous-code': 9 }), dry, NOW)).toBeCloseTo(0.6, 12);
  });

  const anyFires = fc.dictionary(
    fc.constantFrom(...scenarios.map(({ name }) => name)),
    fc.double({ min: 0, max: 20, noNaN: true }),
  );

  it('never rises by a further fire, and never falls by waiting without trust', () => {
    fc.assert(
      fc.property(
        anyFires,
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.constantFrom(...scenarios.map(({ name }) => name)),
        fc.integer({ min: 0, max: 500 * HOUR }),
        (fires, hours, name, wait) => {
          const before = scoreAt(state(hours, fires), scenarios, NOW);
          const after = scoreAt(state(hours, { ...fires, [name]: (fires[name] ?? 0) + 1 }), scenarios, NOW);
          expect(after).toBeLessThanOrEqual(before);
          const idle = scoreAt(state(0, fires), scenarios, NOW + wait);
          expect(idle).toBeGreaterThanOrEqual(scoreAt(state(0, fires), scenarios, NOW) - 1e-12);
        },
      ),
    );
  });

  it('never restricts for odd hours, networks or one busy minute alone', () => {
    for (const fires of [{ 'odd-hours': 1e9 }, { 'many-networks': 1e9 }, { 'rapid-fire': 1 }]) {
      expect(behaviourScore(state(0, fires), scenarios, NOW).band).not.toBe('restricted');
    }
  });
});

describe('recoversAt', () => {
  it('is the first millisecond at which the multiplier is 1 again', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 6, noNaN: true }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        (danger, rapid) => {
          const given = state(0, { 'dangerous-code': danger, 'rapid-fire': rapid });
          const at = recoversAt(given, scenarios, NOW);
          expect(at).not.toBeNull();
          expect(scoreAt(given, scenarios, at as number)).toBeGreaterThanOrEqual(0.3);
          expect(scoreAt(given, scenarios, (at as number) - 1)).toBeLessThan(0.3);
        },
      ),
    );
  });

  it('is null for whoever is not restricted', () => {
    expect(recoversAt(state(0, { 'rapid-fire': 1 }), scenarios, NOW)).toBeNull();
  });
});
