import { Configuration } from '../../config/configuration.js';
import { type MailContent, securityEvents } from '../mail.js';
import { MailRenderer } from './mail-renderer.js';

const date = new Date('2026-11-25T16:00:00Z');
const id = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';

function renderer(environment: Record<string, string> = {}): MailRenderer {
  return new MailRenderer(
    Configuration.parse({
      BASE_URL: 'https://code.example.org/pitamah/',
      SMTP_URL: 'smtp://localhost',
      ...environment,
    }),
  );
}

function render(content: MailContent, name: string | null = 'Ada') {
  const { subject, text, html, ...head } = renderer().render(
    id,
    { to: { id, email: 'ada@example.org', name }, ...content },
    date,
  );
  return { ...head, subject: String(subject), text: String(text), html: String(html) };
}

const links = ['verify-email', 'reset-password', 'change-email', 'invitation', 'sign-in-link'] as const;
const contents: MailContent[] = [
  ...links.map((template) => ({ template, data: { token: 'cpl_token' } })),
  { template: 'email-change-notice', data: { new_email: 'ada@new.example' } },
  { template: 'registration-of-taken-address', data: {} },
  { template: 'key-expiry', data: { key_name: 'CI', key_prefix: 'cpk_abc', expires_at: '2 December 2026' } },
  {
    template: 'alert',
    data: {
      title: 'High: rapid-fire',
      sentence: '1 alert fires.',
      alerts: [{ title: 'rapid-fire', details: [['Who', 'Ada']], link: 'https://code.example.org/pitamah/admin' }],
    },
  },
  ...securityEvents.map((what) => ({
    template: 'security-notice' as const,
    data: { what, network: '192.0.2.7', device: 'curl/8', subject: 'CI' },
  })),
];

describe('MailRenderer', () => {
  it.each(contents)('writes $template in text and HTML, without a hole', (content) => {
    const { subject, text, html } = render(content);
    expect(subject.length).toBeGreaterThan(10);
    for (const body of [subject, text, html]) {
      expect(body).not.toMatch(/\{\{|\}\}\}|undefined/);
      expect(body).not.toMatch(/^Subject:/m);
    }
    expect(text).toContain('https://code.example.org/pitamah');
  });

  it.each(links)('starts the link of %s with BASE_URL and keeps the token in the fragment', (template) => {
    const { text, html } = render({ template, data: { token: 'cpl_token' } });
    const link = `https://code.example.org/pitamah/links/${template}#token=cpl_token`;
    expect(text).toContain(`\n  ${link}\n`);
    expect(html).toContain(`href="${link}"`);
  });

  it.each(['verify-email', 'change-email', 'invitation'] as const)('names nobody in %s', (template) => {
    const mail = render({ template, data: { token: 'x' } }, 'Buy now at evil.example');
    expect(JSON.stringify(mail)).not.toContain('evil');
  });

  it('lets no value start a line, a header or a tag', () => {
    const evil = 'x"><script>alert(1)</script>\r\nBcc: all@example.org\u2028\u202e';
    const mail = render(
      { template: 'key-expiry', data: { key_name: evil, key_prefix: evil, expires_at: evil } },
      `Ada\r\nBcc: all@example.org`,
    );
    expect(mail.html).not.toContain('<script>');
    expect(mail.text).not.toMatch(/^Bcc:/m);
    expect(mail.text).not.toMatch(/[\r\u2028\u202e]/);
    expect(mail.to).toEqual({ name: 'AdaBcc: all@example.org', address: 'ada@example.org' });
  });

  it('makes no link of what the cause of an event named itself', () => {
    const device = 'Mozilla/5.0 (visit https://evil.example.org or mail a@evil.example)';
    const { text, html } = render({ template: 'security-notice', data: { what: 'refresh_reuse', device } });
    for (const body of [text, html]) expect(body).not.toMatch(/evil\.example|https:\/\/evil|@evil/);
  });

  it('comes from MAIL_FROM, or else from the host of BASE_URL', () => {
    const from = (environment: Record<string, string>) =>
      renderer(environment).render(
        id,
        { to: { id, email: 'a@b.co', name: null }, template: 'registration-of-taken-address', data: {} },
        date,
      );
    expect(from({})).toMatchObject({
      from: { name: 'CodePitamah', address: 'no-reply@code.example.org' },
      messageId: `<${id}@code.example.org>`,
    });
    expect(from({ MAIL_FROM: 'Code Review <code@example.org>' }).from).toEqual({
      name: 'Code Review',
      address: 'code@example.org',
    });
    expect(from({ BASE_URL: 'http://192.0.2.7:3000' }).from).toMatchObject({ address: 'no-reply@[192.0.2.7]' });
    expect(from({ BASE_URL: 'http://[2001:db8::1]' }).from).toMatchObject({ address: 'no-reply@[IPv6:2001:db8::1]' });
  });
});
