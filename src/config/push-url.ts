const protocols = ['syslog+tcp:', 'syslog+tls:', 'http:', 'https:'];

/** @throws Error unless the text is the address of a collector. Credentials do not belong into an address. */
export function parsePushUrl(text: string): string {
  const url = new URL(text);
  if (!protocols.includes(url.protocol)) throw new Error(`must start with one of ${protocols.join('//, ')}//`);
  if (url.hostname === '') throw new Error('must name a host');
  if (url.username !== '' || url.password !== '') throw new Error('must hold no credentials: use AUDIT_PUSH_TOKEN');
  return text;
}
