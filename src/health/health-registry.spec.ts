import { HealthRegistry } from './health-registry.js';

describe('HealthRegistry', () => {
  it('is ok when every part is', async () => {
    const registry = new HealthRegistry();
    registry.add('database', () => ({ state: 'ok', kind: 'postgres' }), { required: true });
    expect(await registry.summary()).toEqual({ status: 'ok', checks: { database: { state: 'ok', kind: 'postgres' } } });
  });

  it('is degraded while something is missing that can be done without', async () => {
    const registry = new HealthRegistry();
    registry.add('database', () => ({ state: 'ok' }), { required: true });
    registry.add('redis', () => ({ state: 'down' }));
    expect((await registry.summary()).status).toBe('degraded');
  });

  it('is unavailable while a required part is down', async () => {
    const registry = new HealthRegistry();
    registry.add('database', () => ({ state: 'down' }), { required: true });
    registry.add('redis', () => ({ state: 'ok' }));
    expect((await registry.summary()).status).toBe('unavailable');
  });

  it('takes a check that fails for a part that is down, and tells nothing of the error', async () => {
    const registry = new HealthRegistry();
    registry.add('database', () => Promise.reject(new Error('password of db-7 is wrong')), { required: true });
    expect(await registry.summary()).toEqual({ status: 'unavailable', checks: { database: { state: 'down' } } });
  });

  it('does not wait for a check that hangs', async () => {
    const registry = new HealthRegistry();
    registry.add('activity', () => new Promise(() => undefined));
    expect((await registry.summary()).checks['activity']?.state).toBe('down');
  });

  it('refuses two parts of one name', () => {
    const registry = new HealthRegistry();
    registry.add('redis', () => ({ state: 'ok' }));
    expect(() => registry.add('redis', () => ({ state: 'ok' }))).toThrow('two rooms');
  });
});
