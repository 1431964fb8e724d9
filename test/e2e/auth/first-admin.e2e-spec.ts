import { api } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { type Service, sharedStores, startFailing, startService } from '../../support/service.js';

const password = 'Tall-Banyan-Tree-42';
/** Empty settings count as not given. */
const nobody = { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' };

const tokenOf = (service: Service): string | undefined => /^ {2}(cps_\S+)$/m.exec(service.logs())?.[1];

function setUp(service: Service, setup_token: string | null | undefined, email: string) {
  return api(service).post('/auth/register', { body: { email, password, setup_token } });
}

describe('the first admin', () => {
  it('is who holds the token printed at the first start, once', async () => {
    const service = await startService(nobody);
    const token = tokenOf(service);
    expect((await setUp(service, undefined, 'first@example.org')).body.user.role).toBe('user');
    expect((await setUp(service, null, 'second@example.org')).body.user.role).toBe('user');
    expect((await setUp(service, 'cps_guessed', 'guess@example.org')).body.code).toBe('setup_token_invalid');
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => setUp(service, token, `${name}@example.org`)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 401, 401]);
    const admin = answers.find((answer) => answer.status === 201)?.body;
    expect(admin.user.role).toBe('admin');
    expect((await api(service).get('/admin/users', { token: admin.access_token })).status).toBe(200);
    // The token stands on its own lines, outside the log.
    const log = service
      .logs()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(log.filter((line) => line.includes('cps_'))).toEqual([]);
    await service.stop();
  });

  it('comes in while registration is closed, and nobody else', async () => {
    const service = await startService({ ...nobody, REGISTRATION: 'closed' });
    const closed = await setUp(service, undefined, 'user@example.org');
    expect([closed.status, closed.body.code]).toEqual([403, 'registration_closed']);
    expect((await setUp(service, tokenOf(service), 'admin@example.org')).status).toBe(201);
    await service.stop();
  });

  it.each([
    ['a weak password', { ADMIN_EMAIL: 'root@example.org', ADMIN_PASSWORD: 'Password123!' }, 'ADMIN_PASSWORD'],
    ['a bad address', { ADMIN_EMAIL: 'root', ADMIN_PASSWORD: password }, 'ADMIN_EMAIL'],
    ['one setting without the other', { ADMIN_EMAIL: 'root@example.org', ADMIN_PASSWORD: '' }, 'ADMIN_PASSWORD'],
  ])('is refused at the start for %s, in words and without a stack', async (_, settings, name) => {
    const { code, output } = await startFailing(settings);
    expect(code).toBe(1);
    expect(output).toContain(name);
    expect(output).not.toContain('Password123!');
    expect(output).not.toMatch(/^\s+at /m);
  });
});

describeOnce('the first admin, with several starts', () => {
  it('may use the token of any instance, and then no instance has one any more', async () => {
    const stores = await sharedStores();
    const one = await startService({ ...stores, ...nobody });
    const two = await startService({ ...stores, ...nobody });
    expect((await setUp(two, tokenOf(one), 'admin@example.org')).body.user.role).toBe('admin');
    expect((await setUp(one, tokenOf(two), 'late@example.org')).body.code).toBe('setup_token_invalid');
    const three = await startService({ ...stores, ...nobody });
    expect(tokenOf(three)).toBeUndefined();
    await Promise.all([one.stop(), two.stop(), three.stop()]);
  });

  it('is made from the settings once; later starts leave everybody as they are', async () => {
    const stores = await sharedStores();
    const settings = { ...stores, ADMIN_EMAIL: 'root@example.org', ADMIN_PASSWORD: password };
    const [one, two] = await Promise.all([startService(settings), startService(settings)]);
    expect(tokenOf(one)).toBeUndefined();
    const signIn = await api(two).post('/auth/login', { body: { email: 'root@example.org', password } });
    expect(signIn.body.user.role).toBe('admin');
    const other = await startService({ ...settings, ADMIN_EMAIL: 'second@example.org' });
    const second = await api(other).post('/auth/login', { body: { email: 'second@example.org', password } });
    expect(second.status).toBe(401);
    await Promise.all([one.stop(), two.stop(), other.stop()]);
  });

  it('is never somebody who registered that address before', async () => {
    const stores = await sharedStores();
    const open = await startService({ ...stores, ...nobody });
    await setUp(open, undefined, 'root@example.org');
    await open.stop();
    const { code, output } = await startFailing({
      ...stores,
      ADMIN_EMAIL: 'root@example.org',
      ADMIN_PASSWORD: password,
    });
    expect(code).toBe(1);
    expect(output).toContain('ADMIN_EMAIL is the address of an ordinary account');
  });
});
