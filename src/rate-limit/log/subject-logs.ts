import { keys, type SubjectTag } from '../../redis/keys.js';
import type { FurtherLogs, LogKind } from '../decision.js';

/** The logs in which a charge of a subject counts, each by its Redis key. */
export function logsOf(tag: SubjectTag, { policy, key }: FurtherLogs): readonly [LogKind, string][] {
  const logs: [LogKind, string][] = [['own', keys.limitLog(tag)]];
  if (policy !== null) logs.push(['route', keys.routeLog(tag, policy)]);
  if (key !== undefined) logs.push(['key', keys.keyLog(tag, key)]);
  return logs;
}
