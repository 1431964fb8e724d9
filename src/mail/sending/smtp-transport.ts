import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { Configuration } from '../../config/configuration.js';
import type { SmtpTarget } from '../../config/smtp-url.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** Of silence, on an open connection. */
const SOCKET_TIMEOUT_MS = 20_000;
/** For one mail, whatever the server does: a server that trickles never falls silent. */
const SEND_TIMEOUT_MS = 60_000;
const CONNECTIONS = 2;

/** Hands mails to the configured server over few connections. */
@Injectable()
export class SmtpTransport implements OnApplicationShutdown {
  private readonly transport: ReturnType<typeof connect> | null;
  private readonly stopping = new AbortController();

  constructor(configuration: Configuration) {
    const { SMTP_URL, SMTP_ALLOW_PLAINTEXT } = configuration.settings;
    this.transport = SMTP_URL === undefined ? null : connect(SMTP_URL, SMTP_ALLOW_PLAINTEXT);
  }

  /** @throws an error that `smtpFailure` explains. */
  async send(mail: SendMailOptions): Promise<void> {
    if (this.transport === null) throw new Error('mail is off');
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(SEND_TIMEOUT_MS)]);
    await this.transport.sendMail({ ...mail, signal });
  }

  /** Ends what is under way: those mails count as not sent. */
  abort(): void {
    this.stopping.abort();
  }

  onApplicationShutdown(): void {
    this.transport?.close({ force: true });
  }
}

/**
 * TLS is required and its certificate checked, except on this machine's own loopback or where the operator gave that up:
 * there it is used when offered. Whoever could present a false certificate could then have it sent in the clear anyway.
 */
function connect({ host, port, implicitTls, loopback, credentials }: SmtpTarget, plaintextAllowed: boolean) {
  const required = !loopback && !plaintextAllowed;
  return createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    maxRequeues: 0,
    idleTimeout: SOCKET_TIMEOUT_MS,
    host,
    port,
    secure: implicitTls,
    requireTLS: required,
    opportunisticTLS: !required,
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: required },
    ...(credentials ? { auth: { user: credentials.user, pass: credentials.password } } : {}),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    // A mail is what its template says: no file or page is ever attached by a path or URL in it.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
