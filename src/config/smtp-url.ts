/** The mail server, as SMTP_URL names it. */
export interface SmtpTarget {
  host: string;
  port: number;
  /** smtps: TLS from the first byte. Otherwise STARTTLS. */
  implicitTls: boolean;
  /** Nothing on the way can listen: then TLS is used where it is offered, and not insisted on. */
  loopback: boolean;
  credentials?: { user: string; password: string };
}

const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;

/**
 * Parses `SMTP_URL`: `smtp://[user:password@]host[:587]` (STARTTLS) or `smtps://[user:password@]host[:465]` (RFC 8314).
 * @throws Error in words, without the URL's secrets.
 */
export function parseSmtpUrl(text: string): SmtpTarget {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    throw new Error('must be smtp://[user:password@]host[:port] or smtps://…');
  }
  if (url.search !== '' || url.hash !== '' || !/^\/?$/.test(url.pathname)) {
    throw new Error('must end after the host and port');
  }
  const implicitTls = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (implicitTls ? SUBMISSIONS_PORT : SUBMISSION_PORT) : Number(url.port);
  if (port === 0) throw new Error('must have a port between 1 and 65535');
  return { host, port, implicitTls, loopback: isLoopback(host), ...credentialsOf(url) };
}

function credentialsOf({ username, password }: URL): Pick<SmtpTarget, 'credentials'> {
  if (username === '') {
    if (password !== '') throw new Error('has a password and no user');
    return {};
  }
  try {
    return { credentials: { user: decodeURIComponent(username), password: decodeURIComponent(password) } };
  } catch {
    throw new Error('has a user or password with a broken percent escape');
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
