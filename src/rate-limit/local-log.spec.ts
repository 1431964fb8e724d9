import { scenario } from '../../test/support/limit-scenario.js';
import { LocalLog } from './local-log.js';

describe('LocalLog', () => {
  it('decides 30,000 times as the plain reference does', () => {
    const start = Math.floor(Math.random() * 1e9);
    for (let seed = start; seed < start + 300; seed += 1) {
      const log = new LocalLog();
      // Nothing is refunded while Redis is away.
      for (const [index, step] of scenario(seed, 100, { refunds: false }).entries()) {
        if (step.kind === 'refund') continue;
        const answer = log.decide(step.clock, step.limits, step.cost);
        expect({ seed, index, answer }).toEqual({ seed, index, answer: step.expected });
      }
    }
  });

  it('forgets what no rule can reach any more', () => {
    const log = new LocalLog();
    const limits = { limit: 5, windowMs: 100, burst: 3, burstWindowMs: 50, pauseMs: 20 };
    for (let clock = 0; clock < 100_000; clock += 30) log.decide(clock, limits, 1);
    expect(log.length).toBeLessThan(12);
  });
});
