import { newSecret, signedHeaders } from './signature.js';

describe('signedHeaders', () => {
  // The example of the Standard Webhooks specification.
  it('signs as the specification shows', () => {
    const headers = signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}', [
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    ]);
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('signs with both secrets while one replaces the other', () => {
    const [first, second] = [newSecret(), newSecret()];
    const both = signedHeaders('id', 1, 'body', [second, first])['webhook-signature'];
    const single = (secret: string) => signedHeaders('id', 1, 'body', [secret])['webhook-signature'];
    expect(both).toBe(`${single(second)} ${single(first)}`);
    expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });
});
