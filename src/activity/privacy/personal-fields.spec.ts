import { randomBytes } from 'node:crypto';
import type { ActivityEvent } from '../activity-event.js';
import { opened, orphaned, sealed, sealedFor, subjectsOf } from './personal-fields.js';

const owner = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';
const admin = '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c';
const keys = new Map([owner, admin].map((id) => [id, randomBytes(32)] as const));
const without = (id: string) => new Map([...keys].filter(([holder]) => holder !== id));

/** An admin gives somebody's key a name, from a network of the admin's. */
const event: ActivityEvent = {
  v: 1,
  id: '0197f0a2-7777-7c04-8e55-6d1c2f3a4b5c',
  type: 'key.updated',
  outcome: 'ok',
  tenant: owner,
  actor: { kind: 'admin', id: admin },
  net: 'vY2x_network_hash_abcd',
  ua: { family: 'curl', hash: 'h' },
  data: { name: 'Ada’s laptop', permissions: 'code_analysis', expires_at: null },
};

describe('personal fields of the record', () => {
  it('are not in what is kept, and come back with the keys', () => {
    const kept = sealed(event, keys);
    expect(JSON.stringify(kept)).not.toMatch(/vY2x|curl|Ada/);
    expect(kept).toMatchObject({ actor: event.actor, data: { permissions: 'code_analysis', expires_at: null } });
    expect(opened(kept, keys)).toEqual(event);
    expect(opened(JSON.parse(JSON.stringify(kept)) as ActivityEvent, keys)).toEqual(event);
    expect(subjectsOf(event).sort()).toEqual([owner, admin].sort());
    expect(sealedFor(kept).sort()).toEqual([owner, admin].sort());
  });

  it('go with the key of the one whom they are about, and leave the rest', () => {
    const kept = sealed(event, keys);
    const withoutOwner = opened(kept, without(owner));
    expect(withoutOwner).toMatchObject({ net: event.net, data: { permissions: 'code_analysis' } });
    expect(withoutOwner.data).not.toHaveProperty('name');
    const withoutAdmin = opened(kept, without(admin));
    expect(withoutAdmin.data).toEqual(event.data);
    expect(withoutAdmin).not.toHaveProperty('net');
    expect(withoutAdmin).not.toHaveProperty('ua');
  });

  it('of an account that is gone are not kept at all', () => {
    const kept = sealed(event, new Map());
    expect(JSON.stringify(kept)).not.toMatch(/vY2x|curl|Ada/);
    expect(kept.who ?? kept.text).toBeUndefined();
    expect(sealedFor(kept)).toEqual([]);
    expect(orphaned(event, without(owner))).toBe(true);
    expect(orphaned(event, without(admin))).toBe(false);
  });

  it('of a failed sign-in belong to the account that it was tried on', () => {
    const failure: ActivityEvent = { ...event, type: 'auth.login.failure', actor: { kind: 'anonymous' }, data: {} };
    expect(subjectsOf(failure)).toEqual([owner, owner]);
    expect(opened(sealed(failure, keys), keys)).toEqual(failure);
  });

  it('of nobody stay as they are: there is no account they could be told of', () => {
    const { tenant, ...rest } = event;
    expect(tenant).toBe(owner);
    const nameless: ActivityEvent = { ...rest, type: 'http.request', actor: { kind: 'anonymous' } };
    expect(subjectsOf(nameless)).toEqual([]);
    expect(sealed(nameless, keys)).toEqual(nameless);
    expect(orphaned(nameless, new Map())).toBe(false);
    const unproved: ActivityEvent = { ...nameless, actor: { kind: 'user', id: 'not an id' } };
    expect(sealed(unproved, keys)).toEqual(unproved);
  });

  it('cannot be moved to another event, another field or another person', () => {
    const kept = sealed(event, keys);
    expect(opened({ ...kept, id: owner }, keys)).not.toHaveProperty('net');
    expect(opened({ ...kept, text: kept.who as string }, keys).data).not.toHaveProperty('name');
    const swapped = new Map([
      [owner, keys.get(admin) as Buffer],
      [admin, keys.get(owner) as Buffer],
    ]);
    expect(opened(kept, swapped)).not.toHaveProperty('net');
    for (const broken of ['', 'AAAA', `${kept.who ?? ''}AA`]) {
      expect(opened({ ...kept, who: broken }, keys)).not.toHaveProperty('net');
    }
  });
});
