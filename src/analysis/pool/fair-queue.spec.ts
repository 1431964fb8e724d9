import { array, assert as holds, constantFrom, property, record } from 'fast-check';
import { FairQueue } from './fair-queue.js';

const bounds = { jobs: 10, jobsPerTenant: 5, bytes: 1_000 };
const job = (tenant: string, id: number, bytes = 1) => ({ tenant, id, bytes });
const always = (): boolean => true;

describe('FairQueue', () => {
  it('gives tenants turns, and each tenant its own order', () => {
    const queue = new FairQueue<ReturnType<typeof job>>(bounds);
    for (const one of [job('a', 1), job('a', 2), job('a', 3), job('b', 4), job('b', 5)]) queue.add(one);
    expect(Array.from({ length: 6 }, () => queue.take(always)?.id ?? null)).toEqual([1, 4, 2, 5, 3, null]);
  });

  it('passes over tenants that may not run, without losing their turn', () => {
    const queue = new FairQueue<ReturnType<typeof job>>(bounds);
    queue.add(job('a', 1));
    queue.add(job('b', 2));
    expect(queue.take((tenant) => tenant !== 'a')?.id).toBe(2);
    expect(queue.take(always)?.id).toBe(1);
  });

  it('has room for so many jobs, so many of one tenant, and so many bytes', () => {
    const queue = new FairQueue<ReturnType<typeof job>>(bounds);
    for (let id = 0; id < 5; id++) expect(queue.add(job('a', id))).toBe(true);
    expect(queue.add(job('a', 5))).toBe(false);
    expect(queue.add(job('b', 6, 996))).toBe(false);
    expect(queue.add(job('b', 7, 995))).toBe(true);
    queue.take(always);
    expect(queue.add(job('c', 8, 1))).toBe(true);
  });

  it('loses and doubles no job, whatever is added, taken and removed', () => {
    const step = record({ tenant: constantFrom('a', 'b', 'c'), act: constantFrom('add', 'take', 'remove') });
    holds(
      property(array(step, { maxLength: 60 }), (steps) => {
        const queue = new FairQueue<ReturnType<typeof job>>(bounds);
        const inside = new Set<ReturnType<typeof job>>();
        for (const [id, { tenant, act }] of steps.entries()) {
          if (act === 'add') {
            const one = job(tenant, id);
            if (queue.add(one)) inside.add(one);
          } else if (act === 'take') {
            const taken = queue.take(always);
            expect(taken === null).toBe(inside.size === 0);
            if (taken !== null) expect(inside.delete(taken)).toBe(true);
          } else {
            const [one] = inside;
            if (one !== undefined) {
              expect(queue.remove(one)).toBe(true);
              expect(queue.remove(one)).toBe(false);
              inside.delete(one);
            }
          }
          expect(queue.size).toBe(inside.size);
        }
        expect(new Set(queue.drain())).toEqual(inside);
      }),
    );
  });
});
