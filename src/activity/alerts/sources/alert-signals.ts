import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AlertSeverity, DomainEvent } from '../../../events/domain-event.js';
import type { ActivityEventType } from '../../activity-event.js';
import { clientNetwork } from '../../../network/client-network.js';
import { canonicalRange } from '../../../network/network-range.js';
import { CallerCipher } from '../../recorder/caller-cipher.js';
import {
  type AlertFacts,
  type AlertSubject,
  type Firing,
  fingerprintOf,
  severities,
  type Signal,
} from '../model/alert.js';
import { shownNetwork } from './shown-network.js';

/** The alert of an account whose limit is lowered. */
export const RESTRICTED = 'behaviour-restricted';
/** An account back above this is told as recovered; between it and 0.3 it is left as it was, so that nothing flaps. */
const RECOVERED_ABOVE = 0.33;
/** Contributions kept of one fire. */
const CONTRIBUTIONS = 12;

const severity = z.enum(severities).optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const text = z.string().max(500).optional().catch(undefined);
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const parts = z
  .array(z.object({ signal: z.string().max(64), log_odds: z.number(), points: z.number() }))
  .transform((list) => list.slice(0, CONTRIBUTIONS))
  .catch([]);

/** Members that several kinds of events have: what is absent or odd is left out, an alert comes all the same. */
const common = z.object({
  severity,
  message: text,
  count: number,
  span_ms: number,
  score: number,
  score_before: number,
  score_after: number,
  contributions: z.string().max(4_000).optional().catch(undefined),
  multiplier: number,
  decision_id: text,
});

const fired = z.object({ scenario: name, mode: z.string() });
const alarm = z.object({ alarm: name, lasting: z.boolean().optional().catch(undefined) });

interface Kind {
  scenario: string;
  severity: AlertSeverity;
  message: string;
  lasting?: boolean;
}

/** What other rooms announce under names of their own, and the alert that it is. */
const announced: Readonly<Record<string, Kind>> = {
  'detect.engine.stale': {
    scenario: 'detection-stale',
    severity: 'critical',
    message: 'Detection has fallen behind: limits stand at their plans meanwhile',
    lasting: true,
  },
  'audit.verify.failed': {
    scenario: 'audit-verification-failed',
    severity: 'critical',
    message: 'The audit log does not verify',
    lasting: true,
  },
  'audit.gap': { scenario: 'audit-gap', severity: 'high', message: 'The audit log has a gap' },
  'audit.dropped': {
    scenario: 'audit-events-dropped',
    severity: 'high',
    message: 'Events were lost before they were kept',
  },
};

/** What ends such a condition. */
const ended: Readonly<Record<string, string>> = { 'detect.engine.recovered': 'detection-stale' };

/** An event of the bus, or one that the record alone has. */
export type AlertSource = Omit<DomainEvent, 'type'> & { type: ActivityEventType };

/** Reads events as alerts. */
@Injectable()
export class AlertSignals {
  constructor(private readonly cipher: CallerCipher) {}

  /** The signal that an event gives; null when it concerns no alert. */
  of(event: AlertSource): Signal | null {
    const kind = announced[event.type];
    if (kind !== undefined) return this.firing(event, kind, 'service');
    const over = ended[event.type];
    if (over !== undefined) return ending(event, over, this.subject(event, 'service'));
    switch (event.type) {
      case 'detect.scenario_fired':
        return this.scenario(event);
      case 'detect.score_band_changed':
        return this.band(event);
      case 'system.alarm.raised':
      case 'system.alarm.ended':
        return this.alarm(event);
      default:
        return null;
    }
  }

  private scenario(event: AlertSource): Signal | null {
    const facts = fired.safeParse(event.data);
    if (!facts.success || facts.data.mode !== 'live') return null;
    return this.firing(
      event,
      { scenario: facts.data.scenario, severity: 'medium', message: 'A scenario fired' },
      'user',
    );
  }

  private band(event: AlertSource): Signal | null {
    const { from, to, score } = event.data ?? {};
    const message = 'The behaviour score fell below 0.3: the limits of the account are halved';
    if (to === 'restricted') {
      return this.firing(event, { scenario: RESTRICTED, severity: 'medium', message }, 'user');
    }
    if (from !== 'restricted' || typeof score !== 'number' || score <= RECOVERED_ABOVE) return null;
    return ending(event, RESTRICTED, this.subject(event, 'user'));
  }

  private alarm(event: AlertSource): Signal | null {
    const facts = alarm.safeParse(event.data);
    if (!facts.success) return null;
    const { alarm: scenario, lasting } = facts.data;
    if (event.type === 'system.alarm.ended') return ending(event, scenario, this.subject(event, 'service'));
    const kind = { scenario, severity: 'high', message: scenario, lasting: lasting ?? false } as const;
    return this.firing(event, kind, 'service');
  }

  private firing(event: AlertSource, kind: Kind, usual: AlertSubject['kind']): Firing {
    const subject = this.subject(event, usual);
    const facts = common.parse(event.data ?? {});
    return {
      kind: 'firing',
      fingerprint: fingerprintOf(kind.scenario, subject, tenantOf(event)),
      scenario: kind.scenario,
      subject,
      userId: tenantOf(event),
      network: this.network(event),
      severity: facts.severity ?? kind.severity,
      lasting: kind.lasting ?? false,
      fires: 1,
      facts: factsOf(facts, kind),
    };
  }

  private subject({ target, tenant }: AlertSource, usual: AlertSubject['kind']): AlertSubject {
    if (target === undefined) return { kind: usual, id: usual === 'user' ? (tenant ?? 'unknown') : 'codepitamah' };
    const { type, id } = target;
    if (type === 'network' || type === 'ip') return { kind: 'network', id: this.hashed(id) };
    const kind = type === 'user' || type === 'key' || type === 'channel' ? type : 'service';
    return { kind, id: id.slice(0, 128) };
  }

  private network({ network, networkHash, target }: AlertSource): Firing['network'] {
    const named = target?.type === 'network' || target?.type === 'ip' ? target.id : undefined;
    const whole = [named, network].find((candidate) => candidate !== undefined && isNetwork(candidate));
    if (whole !== undefined) return { whole, hash: this.cipher.network(whole), shown: shownNetwork(whole) };
    return networkHash === undefined ? null : { whole: null, hash: networkHash, shown: null };
  }

  /** Detection may name a network by its hash already. */
  private hashed(id: string): string {
    return isNetwork(id) ? this.cipher.network(id) : id.slice(0, 128);
  }
}

/** True for a canonical network: the form that requests carry. */
function isNetwork(text: string): boolean {
  if (clientNetwork(text.split('/', 1)[0] as string) === 'unknown') return false;
  return canonicalRange(text) !== null;
}

function tenantOf({ tenant, target }: AlertSource): string | null {
  return tenant ?? (target?.type === 'user' ? target.id : null);
}

function ending(event: AlertSource, scenario: string, subject: AlertSubject): Signal {
  return { kind: 'ending', fingerprint: fingerprintOf(scenario, subject, tenantOf(event)) };
}

function factsOf(facts: z.output<typeof common>, { message }: Kind): AlertFacts {
  return {
    message: facts.message ?? message,
    count: facts.count ?? 1,
    span_ms: facts.span_ms ?? 0,
    score_before: facts.score_before ?? null,
    score_after: facts.score_after ?? facts.score ?? null,
    contributions: contributionsOf(facts.contributions),
    multiplier: facts.multiplier ?? null,
    decision_id: facts.decision_id ?? null,
  };
}

function contributionsOf(json: string | undefined): AlertFacts['contributions'] {
  if (json === undefined) return [];
  try {
    return parts.parse(JSON.parse(json));
  } catch {
    return [];
  }
}
