import { scenario } from '../../../test/support/limit-scenario.js';
import { decideAlone } from './local-decision.js';
import { LocalLog } from './local-log.js';

const logs = () => ({ own: new LocalLog(), route: new LocalLog(), key: new LocalLog() });

describe('decideAlone', () => {
  it('decides 20,000 times as the plain reference does, refunds included', () => {
    const start = Math.floor(Math.random() * 1e9);
    for (let seed = start; seed < start + 200; seed += 1) {
      const held = logs();
      for (const [index, step] of scenario(seed, 100).entries()) {
        if (step.kind === 'refund') {
          const { own, route, key } = step.counts;
          const ofOthers = held.route.refund(step.at, route) + held.key.refund(step.at, key);
          const answer = held.own.refund(step.at, own) + ofOthers;
          expect({ seed, index, answer }).toEqual({ seed, index, answer: step.expected });
        } else {
          const answer = decideAlone(step.clock, step.told.limits, step.cost, held);
          expect({ seed, index, answer }).toEqual({ seed, index, answer: step.expected });
        }
      }
    }
  });
});

describe('LocalLog', () => {
  it('forgets what no rule can reach any more', () => {
    const held = logs();
    const limits = { limit: 5, windowMs: 100, burst: 3, burstWindowMs: 50, pauseMs: 20 };
    for (let clock = 0; clock < 100_000; clock += 30) decideAlone(clock, limits, 1, held);
    expect(held.own.length).toBeLessThan(12);
  });

  it('takes back nothing that it only knows of', () => {
    const log = new LocalLog([1, 2, 2]);
    log.append(2, 2, 1_000);
    expect([log.refund(2, 9), log.refund(2, 9)]).toEqual([2, 0]);
    expect([log.admitted, log.length]).toEqual([[], 3]);
  });
});
