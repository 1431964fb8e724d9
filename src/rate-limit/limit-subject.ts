import type { Account } from '../access/account.js';
import { clientNetwork } from '../network/client-network.js';
import { networkTag, type SubjectTag, userTag } from '../redis/keys.js';

/** Whom limits are counted for: an account, or the network of callers without credentials. */
export type LimitSubject = { kind: 'user'; account: Account } | { kind: 'ip'; network: string };

export function tagOf(subject: LimitSubject): SubjectTag {
  return subject.kind === 'user' ? userTag(subject.account.id) : networkTag(subject.network);
}

export function nameOf(subject: LimitSubject): string {
  return subject.kind === 'user' ? subject.account.id : subject.network;
}

/** The network of an address as an admin writes it: an address, or an IPv6 /64 as it is counted. Null when it is none. */
export function networkOf(identifier: string): string | null {
  const network = clientNetwork(/:.*\/64$/.test(identifier) ? identifier.slice(0, -3) : identifier);
  return network === 'unknown' ? null : network;
}
