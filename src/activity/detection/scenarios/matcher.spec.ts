import type { ActivityEvent } from '../../activity-event.js';
import { compileFilter, type Filter } from './matcher.js';

const event: ActivityEvent = {
  v: 1,
  id: '01',
  type: 'http.request',
  outcome: 'limited',
  actor: { kind: 'user', id: 'u', plan: 'free' },
  method: 'POST',
  route: '/analyze',
  status: 429,
  ms: 12.5,
};

describe('compileFilter', () => {
  it.each<[Filter, boolean]>([
    [{}, true],
    [{ type: 'http.request' }, true],
    [{ type: 'http.request', status: 200 }, false],
    [{ status: [200, 429] }, true],
    [{ status: ['429'] }, false],
    [{ ms: { range: [12.5, 20] } }, true],
    [{ ms: { range: [0, 12.4] } }, false],
    [{ route: { prefix: '/ana' } }, true],
    [{ status: { prefix: '4' } }, false],
    [{ problem: { exists: false } }, true],
    [{ route: { exists: true } }, true],
    [{ 'actor.plan': { not: 'free' } }, false],
    [{ 'actor.plan': { not: ['pro', 'enterprise'] } }, true],
    [{ 'code.dangerous': true }, false],
    [{ 'code.dangerous': { not: true } }, true],
    [{ 'decision.allowed': { not: { exists: true } } }, true],
  ])('%j is %s', (filter, matches) => {
    expect(compileFilter(filter)(event)).toBe(matches);
  });

  it('takes an absent route for absent', () => {
    expect(compileFilter({ route: { exists: true } })({ ...event, route: null })).toBe(false);
  });
});
