import { smtpFailure } from './smtp-failure.js';

describe('smtpFailure', () => {
  it.each([
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, permanent: true }, 'refused', 'smtp_550'],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 554, permanent: true }, 'refused', 'smtp_554'],
    [{ code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450, permanent: false }, 'later', 'smtp_450'],
    [{ code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550, permanent: true }, 'server', 'smtp_550'],
    [{ code: 'EMESSAGE', command: 'DATA', responseCode: 421, permanent: false }, 'server', 'smtp_421'],
    [{ code: 'EENVELOPE', command: 'API' }, 'refused', 'bad_envelope'],
    [{ code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535, permanent: true }, 'server', 'sign_in_refused'],
    [{ code: 'ETLS', command: 'STARTTLS' }, 'server', 'tls_failed'],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED', command: 'CONN' }, 'server', 'connection_failed'],
    [
      { code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', command: 'CONN' },
      'server',
      'certificate_not_trusted',
    ],
    [{ code: 'ETIMEDOUT' }, 'server', 'timeout'],
    [{}, 'server', 'failed'],
  ])('takes %j for %s', (facts, kind, reason) => {
    expect(smtpFailure(Object.assign(new Error('words of a server'), facts))).toEqual({ kind, reason });
  });
});
