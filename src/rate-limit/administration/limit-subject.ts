import type { Account } from '../../access/account.js';
import { parseRange, WHOLE } from '../../network/network-range.js';
import { networkTag, type SubjectTag, userTag } from '../../redis/keys.js';

/** Whom limits are counted for: an account, or the network of callers without credentials. */
export type LimitSubject = { kind: 'user'; account: Account } | { kind: 'ip'; network: string };

export function tagOf(subject: LimitSubject): SubjectTag {
  return subject.kind === 'user' ? userTag(subject.account.id) : networkTag(subject.network);
}

export function nameOf(subject: LimitSubject): string {
  return subject.kind === 'user' ? subject.account.id : subject.network;
}

/** The network of an address, or of the range that holds nothing else, as an admin writes it. Null when it is none. */
export function networkOf(identifier: string): string | null {
  const range = parseRange(identifier);
  return typeof range !== 'string' && range.length === WHOLE[range.family] ? range.text : null;
}
