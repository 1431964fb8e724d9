import type { NodemailerError } from 'nodemailer';

/**
 * What a failed attempt means. `refused`: the server will never take this mail. `later`: not now. `server`: no mail can
 * go, whatever it says; an operator may have to act.
 */
export type FailureKind = 'refused' | 'later' | 'server';

export interface SmtpFailure {
  kind: FailureKind;
  /** For health, metrics and the log: never an address, a host or what the server said in words. */
  reason: string;
}

const reasons: Readonly<Record<string, string>> = {
  EAUTH: 'sign_in_refused',
  ENOAUTH: 'sign_in_refused',
  ETLS: 'tls_failed',
  EDNS: 'host_unknown',
  ETIMEDOUT: 'timeout',
  EABORT: 'timeout',
  ECONNECTION: 'connection_lost',
  ESOCKET: 'connection_failed',
  EPROTOCOL: 'protocol_error',
};

export function smtpFailure(error: unknown): SmtpFailure {
  const { code = '', command = '', responseCode, permanent, originalCode } = error as NodemailerError;
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') {
    const certificate = /CERT|ISSUER|SELF_SIGNED|ALTNAME/.test(`${originalCode ?? ''} ${code}`);
    return { kind: 'server', reason: certificate ? 'certificate_not_trusted' : (reasons[code] ?? 'failed') };
  }
  if (responseCode === undefined) return { kind: 'refused', reason: 'bad_envelope' };
  const reason = `smtp_${responseCode}`;
  // A sender that is not accepted is not this mail's fault, and neither is a service that is closing (RFC 5321 §3.8).
  if (command === 'MAIL FROM' || responseCode === 421) return { kind: 'server', reason };
  return { kind: permanent === true ? 'refused' : 'later', reason };
}
