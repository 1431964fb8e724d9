import { keys, networkTag, type SubjectTag, userTag } from '../../../redis/keys.js';
import type { Scenario, SubjectKind } from '../scenarios/scenario.js';

/** Whom detection watches: an account, or a client network in its canonical form. */
export interface Subject {
  kind: SubjectKind;
  id: string;
}

const NETWORK = 'ip:';

export function tagOf({ kind, id }: Subject): SubjectTag {
  return kind === 'user' ? userTag(id) : networkTag(id);
}

/** The detection hash and the multiplier's key, in the order of the scripts. */
export function keysOf(subject: Subject): [detection: string, behaviour: string] {
  const tag = tagOf(subject);
  return [keys.detection(tag), keys.behaviour(tag)];
}

/** One word for a subject, as the sets in Redis have it. */
export function nameOf({ kind, id }: Subject): string {
  return kind === 'user' ? id : NETWORK + id;
}

export function subjectOf(name: string): Subject {
  if (!name.startsWith(NETWORK)) return { kind: 'user', id: name };
  return { kind: 'network', id: name.slice(NETWORK.length) };
}

/** The scenarios that a subject's score is made of. */
export function scenariosOf(kind: SubjectKind, scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.filter(({ subject }) => subject === kind);
}
