import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { until } from './poll.js';

/** One mail as the server took it. */
export interface ReceivedMail {
  /** Envelope, not header. */
  to: string[];
  from: string;
  mail: ParsedMail;
  text: string;
  html: string;
  /** Whether it came over TLS. */
  secure: boolean;
  user: string | undefined;
}

export type Refusal = { code: number; text: string } | 'hang' | null;

/** A real mail server on a loopback port, which keeps what it takes and refuses what it is told to. */
export interface MailServer {
  readonly url: string;
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** What is answered to RCPT TO from now on; null takes everything. */
  refuse(refusal: Refusal, when?: (address: string) => boolean): void;
  /** RCPT TO commands so far. */
  readonly attempts: readonly string[];
  /** Waits for the mail number `count` (1 is the first) to an address whose subject fits. */
  mailTo(address: string, subject: RegExp, count?: number): Promise<ReceivedMail>;
  mailsTo(address: string, subject?: RegExp): ReceivedMail[];
  stop(): Promise<void>;
}

const started: MailServer[] = [];

afterAll(async () => {
  for (const server of started) await server.stop();
});

const everybody = (_address: string) => true;

export async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const attempts: string[] = [];
  let refusal: Refusal = null;
  let concerns = everybody;
  const server = new SMTPServer({
    disabledCommands: options.onAuth ? [] : ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    // A client that hangs on must not hold the test up.
    closeTimeout: 200,
    ...options,
    onRcptTo({ address }, _session, done) {
      attempts.push(address);
      if (refusal === null || !concerns(address)) return done();
      if (refusal === 'hang') return;
      done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData(stream, session, done) {
      simpleParser(stream, (error: Error | null, mail) => {
        if (error) return done(error);
        mails.push({
          to: session.envelope.rcptTo.map((recipient) => recipient.address),
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          mail,
          text: mail.text ?? '',
          html: mail.html === false || mail.html === undefined ? '' : mail.html,
          secure: session.secure,
          user: session.user,
        });
        done();
      });
    },
  });
  // A client that breaks off is no failure of the test.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const listening = (server.server.address() as AddressInfo).port;
  const mailsTo = (address: string, subject = /./) =>
    mails.filter((mail) => mail.to.includes(address) && subject.test(mail.mail.subject ?? ''));
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${listening}`,
    port: listening,
    mails,
    attempts,
    refuse(next, when = everybody) {
      refusal = next;
      concerns = when;
    },
    mailsTo,
    mailTo: (address, subject, count = 1) =>
      until(`mail ${count} to ${address}: ${subject.source}`, () => mailsTo(address, subject)[count - 1]),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  started.push(mailServer);
  return mailServer;
}

/** The token of a mail's link. */
export function tokenIn(mail: ReceivedMail): string {
  const token = /#token=(\S+)/.exec(mail.text)?.[1];
  if (token === undefined) throw new Error(`no link in "${mail.mail.subject}"`);
  return token;
}
