import type { FastifyReply } from 'fastify';
import type { Decision } from '../decision.js';
import { retryAfter, setLimitHeaders, type Windows } from './limit-headers.js';

const windows = { windowMs: 60_000, burstWindowMs: 10_000 };
const NOW = 1_700_000_000_000;

function fields(decision: Decision, on: Windows = windows): Record<string, unknown> {
  const set: Record<string, unknown> = {};
  const reply = { header: (name: string, value: unknown) => (set[name] = value) };
  setLimitHeaders(reply as unknown as FastifyReply, decision, on, NOW);
  return set;
}

const passed: Decision = {
  verdict: 'pass',
  waitMs: 0,
  further: [],
  shadow: [],
  plan: { limit: 100, remaining: 42, resetMs: 16_200 },
  burst: { limit: 50, remaining: 8, resetMs: 3_000 },
};

describe('the limit fields', () => {
  it('are a list of both policies, and the tightest one in the older fields', () => {
    expect(fields(passed)).toEqual({
      'ratelimit-policy': '"plan";q=100;w=60, "burst";q=50;w=10',
      ratelimit: '"plan";r=42;t=17, "burst";r=8;t=3',
      'x-ratelimit-limit': 50,
      'x-ratelimit-remaining': 8,
      'x-ratelimit-reset': NOW / 1000 + 3,
    });
  });

  it('name the policy that refused as the tightest, and its wait as the reset', () => {
    const refused: Decision = {
      verdict: 'plan',
      waitMs: 41_001,
      further: [],
      shadow: [],
      plan: { limit: 10, remaining: 0, resetMs: 41_001 },
      burst: { limit: 5, remaining: 0, resetMs: 20_000 },
    };
    expect(fields(refused)).toMatchObject({
      ratelimit: '"plan";r=0;t=42, "burst";r=0;t=20',
      'x-ratelimit-limit': 10,
      'x-ratelimit-remaining': 0,
      'x-ratelimit-reset': NOW / 1000 + 42,
    });
    expect(retryAfter(refused)).toBe('42');
  });

  it('of two policies alike name the one that lasts longer', () => {
    const both = { ...passed, plan: { ...passed.plan, remaining: 8 } };
    expect(fields(both)).toMatchObject({ 'x-ratelimit-limit': 100, 'x-ratelimit-reset': NOW / 1000 + 17 });
  });

  it('leave out a burst rule that there is not', () => {
    expect(fields({ ...passed, burst: { limit: 0, remaining: 0, resetMs: 0 } })).toEqual({
      'ratelimit-policy': '"plan";q=100;w=60',
      ratelimit: '"plan";r=42;t=17',
      'x-ratelimit-limit': 100,
      'x-ratelimit-remaining': 42,
      'x-ratelimit-reset': NOW / 1000 + 17,
    });
  });

  it('list further windows, name the tightest of all, and keep what is in shadow mode to themselves', () => {
    const window = { windowMs: 3_600_000, shadow: false };
    const further = [
      { name: 'hour', ...window, limit: 400, remaining: 3, resetMs: 90_500 },
      { name: 'trial', ...window, shadow: true, limit: 9, remaining: 0, resetMs: 1 },
    ];
    expect(fields({ ...passed, further, shadow: ['trial'] })).toEqual({
      'ratelimit-policy': '"plan";q=100;w=60, "burst";q=50;w=10, "hour";q=400;w=3600',
      ratelimit: '"plan";r=42;t=17, "burst";r=8;t=3, "hour";r=3;t=91',
      'x-ratelimit-limit': 400,
      'x-ratelimit-remaining': 3,
      'x-ratelimit-reset': NOW / 1000 + 91,
    });
    expect(fields({ ...passed, verdict: 'plan', further })).toMatchObject({ 'x-ratelimit-limit': 100 });
    expect(fields(passed, { ...windows, shadowed: { plan: true, burst: false } })).toMatchObject({
      ratelimit: '"burst";r=8;t=3',
      'x-ratelimit-limit': 50,
    });
    expect(fields(passed, { ...windows, shadowed: { plan: true, burst: true } })).toEqual({});
  });

  it('say nothing is left under a block', () => {
    const state = { limit: 0, remaining: 0, resetMs: 90_000 };
    expect(fields({ ...passed, verdict: 'block', waitMs: 90_000, plan: state, burst: state })).toMatchObject({
      'ratelimit-policy': '"plan";q=0;w=60, "burst";q=0;w=10',
      ratelimit: '"plan";r=0;t=90, "burst";r=0;t=90',
      'x-ratelimit-remaining': 0,
    });
  });

  it('never promise a retry in less than a second', () => {
    expect(retryAfter({ ...passed, verdict: 'burst', waitMs: 1 })).toBe('1');
    expect(retryAfter({ ...passed, verdict: 'burst', waitMs: 1_001 })).toBe('2');
  });
});
