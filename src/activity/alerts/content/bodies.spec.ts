import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { Configuration } from '../../../config/configuration.js';
import { MailRenderer } from '../../../mail/rendering/mail-renderer.js';
import { alertmanagerApiBody, alertmanagerBody } from './alertmanager-body.js';
import { jsonBody } from './json-body.js';
import { mailContent } from './mail-content.js';
import type { Message, MessageAlert } from './message.js';
import { chosenText, slackBody } from './slack-body.js';
import type { Writing } from './words.js';

const user = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';
const hostile = '<!channel> & "Ada" *b* `c` https://evil.example @here \u202e\r\n<script>';

const alert: MessageAlert = {
  id: '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d',
  fingerprint: 'c1d5e0a94f0e6b1c7a3a0d6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b',
  episode: 2,
  status: 'firing',
  scenario: 'rapid-fire',
  severity: 'high',
  subject: { kind: 'user', id: user },
  user_id: user,
  network: '203.0.113.0/24',
  fires: 2,
  started_at: '2026-11-25T12:00:00.000Z',
  fired_at: '2026-11-25T12:06:00.000Z',
  resolved_at: null,
  facts: {
    message: '21 requests in 3 s; a normal burst is 20',
    count: 21,
    span_ms: 3_000,
    score_before: 0.6,
    score_after: 0.28,
    contributions: [{ signal: 'rapid-fire', log_odds: -0.78, points: -0.19 }],
    multiplier: 0.5,
    decision_id: 'd-1',
  },
};
const over: MessageAlert = { ...alert, status: 'resolved', resolved_at: '2026-11-25T12:40:00.000Z' };
const group: Message = {
  kind: 'group',
  composed_at: '2026-11-25T12:06:10.000Z',
  scenario: 'rapid-fire',
  alerts: [alert, over],
  more: 3,
};
const own = (kind: Message['kind'], more: Partial<Message> = {}): Message => ({
  ...group,
  kind,
  scenario: null,
  alerts: [],
  more: 0,
  ...more,
});
const heartbeat = own('heartbeat', { summary: { open: 1, opened: 2, delivered: 3, given_up: 4 } });
const overflow = own('overflow', { more: 41, scenarios: { 'rapid-fire': 40, 'odd-hours': 1 } });
const messages = [
  group,
  { ...group, alerts: [over], more: 0 },
  heartbeat,
  overflow,
  own('test'),
  { ...group, kind: 'digest' as const },
];
const writing: Writing = {
  id: 'msg_1',
  channel: 'on-call',
  names: new Map([[user, hostile]]),
  baseUrl: 'https://code.example.org',
};
const bare: Writing = { ...writing, names: new Map(), baseUrl: null };

const renderer = new MailRenderer(
  Configuration.parse({ BASE_URL: 'https://code.example.org', SMTP_URL: 'smtp://localhost' }),
);

const ajv = new Ajv({ strict: false });
formats.default(ajv);
const texts = { type: 'object', additionalProperties: { type: 'string' } };

/** As Alertmanager documents its webhook_config, version 4: nothing less and nothing more. */
const webhookV4 = ajv.compile({
  type: 'object',
  additionalProperties: false,
  required: [
    'version',
    'groupKey',
    'truncatedAlerts',
    'status',
    'receiver',
    'groupLabels',
    'commonLabels',
    'commonAnnotations',
    'externalURL',
    'alerts',
  ],
  properties: {
    version: { const: '4' },
    groupKey: { type: 'string', minLength: 1 },
    truncatedAlerts: { type: 'integer', minimum: 0 },
    status: { enum: ['firing', 'resolved'] },
    receiver: { type: 'string' },
    groupLabels: texts,
    commonLabels: texts,
    commonAnnotations: texts,
    externalURL: { type: 'string' },
    alerts: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['status', 'labels', 'annotations', 'startsAt', 'endsAt', 'generatorURL', 'fingerprint'],
        properties: {
          status: { enum: ['firing', 'resolved'] },
          labels: { ...texts, required: ['alertname', 'severity'] },
          annotations: texts,
          startsAt: { type: 'string', format: 'date-time' },
          endsAt: { type: 'string', format: 'date-time' },
          generatorURL: { type: 'string' },
          fingerprint: { type: 'string', pattern: '^[0-9a-z]{16}$' },
        },
      },
    },
  },
});

/** What Slack documents of incoming webhooks, as far as it is used. */
const slack = ajv.compile({
  type: 'object',
  additionalProperties: false,
  required: ['text', 'blocks'],
  properties: {
    text: { type: 'string', minLength: 1, maxLength: 40_000 },
    blocks: {
      type: 'array',
      maxItems: 50,
      items: {
        oneOf: [
          {
            type: 'object',
            additionalProperties: false,
            properties: {
              type: { const: 'header' },
              text: {
                properties: { type: { const: 'plain_text' }, text: { type: 'string', minLength: 1, maxLength: 150 } },
              },
            },
          },
          {
            type: 'object',
            additionalProperties: false,
            properties: {
              type: { const: 'section' },
              text: {
                properties: { type: { const: 'mrkdwn' }, text: { type: 'string', minLength: 1, maxLength: 3_000 } },
              },
            },
          },
        ],
      },
    },
  },
});

describe.each(messages)('the bodies of a message of kind $kind', (message) => {
  it.each([writing, bare])('are Alertmanager’s version 4 and Slack’s', (with_) => {
    webhookV4(JSON.parse(alertmanagerBody(message, with_)));
    expect(webhookV4.errors).toBeNull();
    slack(JSON.parse(slackBody(message, with_)));
    expect(slack.errors).toBeNull();
    expect(JSON.parse(jsonBody(message, with_))).toMatchObject({ type: `alert.${message.kind}`, id: 'msg_1' });
    expect(mailContent(message, with_).title).toMatch(/^CodePitamah: \S/);
  });
});

describe('the bodies of alerts', () => {
  it('say when an alert began and ended, in Alertmanager’s words', () => {
    const body = JSON.parse(alertmanagerBody(group, writing));
    expect(body).toMatchObject({
      groupKey: '{}:{alertname="rapid-fire"}',
      truncatedAlerts: 3,
      status: 'firing',
      commonLabels: { alertname: 'rapid-fire', severity: 'high', user },
    });
    expect(body.alerts.map(({ endsAt }: { endsAt: string }) => endsAt)).toEqual([
      '0001-01-01T00:00:00Z',
      '2026-11-25T12:40:00.000Z',
    ]);
    const [first, second] = JSON.parse(alertmanagerApiBody(group, writing, 3_600_000));
    expect([first.endsAt, second.endsAt]).toEqual(['2026-11-25T13:06:10.000Z', '2026-11-25T12:40:00.000Z']);
  });

  it('show names in Slack without a link, a mention, a format or a line of their own', () => {
    const text = chosenText(hostile);
    expect(text).not.toMatch(/[<>*_`@\u202e\r\n]|:\/\//);
    expect(text).toContain('&lt;!channel&gt; &amp;');
    const body = slackBody(group, writing);
    expect(body).not.toContain('<!channel>');
    expect(body).not.toContain('evil.example');
  });

  it.each([
    ['control characters', 'A\u0000\u0007\u001b[31mda\u009b\u007f'],
    ['characters that turn the writing', '\u202eadA\u202c \u2066x\u2069 \u200fy'],
    ['what cannot be seen', 'A\u200bd\u00ada\ufeff\u2028\u2029'],
    ['lines of a header', 'Ada\r\nBcc: evil@evil.example\r\n\r\n<p>'],
    ['elements', '<script src="//evil.example">alert(1)</script><img onerror=x>'],
    ['calls of a channel', '<!channel> <!here> <@U123> @channel <!subteam^S1>'],
    ['links of Slack and Markdown', '<https://evil.example|x> [x](https://evil.example) `a` *b* _c_ ~d~ | # e'],
  ])('show names with %s as text that does nothing', (_, name) => {
    const named = { ...writing, names: new Map([[user, name]]) };
    // oxlint-disable-next-line no-control-regex -- what no medium may be handed
    const invisible = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

    const { blocks, text } = JSON.parse(slackBody(group, named));
    const lines = blocks.map((block: { text: { text: string } }) => block.text.text) as string[];
    const who = lines.flatMap((line) => line.split('\n')).filter((line) => line.startsWith('Who: '));
    expect(who).toHaveLength(2);
    for (const line of who) {
      expect(line).not.toMatch(invisible);
      expect(line.replace('Who: ', '')).not.toMatch(/[<>@*_~`|[\]#]|:\/\/|evil\.example/);
    }
    expect(text).not.toContain('evil');

    const to = { id: null, email: 'on-call@example.org', name: null };
    const mail = renderer.render('id', { to, template: 'alert', data: mailContent(group, named) }, new Date(0));
    expect(mail.subject).not.toMatch(invisible);
    expect(mail.html).not.toMatch(/<script|<img/);
    for (const part of [String(mail.text), String(mail.html)]) {
      expect(part.replaceAll('\n', '')).not.toMatch(invisible);
      expect(part).not.toContain('evil.example');
    }

    // Bodies for programs hold the name as it is, as one JSON string.
    const own = JSON.parse(jsonBody(group, named)).data.alerts[0].subject.name;
    const theirs = JSON.parse(alertmanagerBody(group, named)).alerts[0];
    expect([own, theirs.annotations.name]).toEqual([name, name]);
    expect(JSON.stringify(theirs.labels)).not.toContain('evil');
  });

  it('say in words how the score moved, why, what was done and where to look', () => {
    const [first] = mailContent(group, writing).alerts;
    expect(Object.fromEntries(first?.details ?? [])).toMatchObject({
      What: '21 requests in 3 s; a normal burst is 20',
      Score: '0.60 → 0.28',
      Because: 'rapid-fire -0.19',
      Action: 'limits of the account × 0.5',
      Decision: 'd-1',
      Network: '203.0.113.0/24',
    });
    expect(first?.link).toBe(`https://code.example.org/admin/ui/alerts/${alert.id}`);
    expect(first?.details[0]?.[1]).not.toMatch(/@|:\/\//);
  });

  it('tell of the overflow how many of what', () => {
    expect(mailContent(overflow, writing)).toMatchObject({
      title: 'CodePitamah: 41 more alerts',
      sentence: expect.stringContaining('rapid-fire 40, odd-hours 1'),
    });
  });
});
