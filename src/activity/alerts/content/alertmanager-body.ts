import { actionText, headline, linkOf, nameOf, scoreText, sentence, type Writing } from './words.js';
import type { Message, MessageAlert } from './message.js';

/** Go's zero time: an alert that has not ended. */
const NEVER = '0001-01-01T00:00:00Z';

type Texts = Record<string, string>;

interface Alert {
  status: 'firing' | 'resolved';
  labels: Texts;
  annotations: Texts;
  startsAt: string;
  endsAt: string;
  generatorURL: string;
  fingerprint: string;
}

/**
 * The body that Prometheus' Alertmanager sends to its webhook receivers, version 4
 * (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config): what understands it, understands this.
 */
export function alertmanagerBody(message: Message, writing: Writing): string {
  const alerts = alertsOf(message, writing);
  const groupLabels: Texts = { alertname: message.scenario ?? nameFor(message.kind) };
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{alertname="${groupLabels['alertname']}"}`,
    truncatedAlerts: message.kind === 'overflow' ? 0 : message.more,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    receiver: writing.channel,
    groupLabels,
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: writing.baseUrl ?? '',
    alerts,
  });
}

/**
 * The alerts as Alertmanager's own API takes them (POST /api/v2/alerts), which then groups, silences and routes them. It
 * forgets an alert whose end it is not told, so each has one: `holdMs` after it was told, which is told again before.
 */
export function alertmanagerApiBody(message: Message, writing: Writing, holdMs: number): string {
  const end = new Date(Date.parse(message.composed_at) + holdMs).toISOString();
  return JSON.stringify(
    alertsOf(message, writing).map(({ status, labels, annotations, startsAt, endsAt, generatorURL }) => ({
      labels,
      annotations,
      startsAt,
      endsAt: status === 'firing' ? end : endsAt,
      ...(generatorURL === '' ? {} : { generatorURL }),
    })),
  );
}

function alertsOf(message: Message, writing: Writing): Alert[] {
  return message.alerts.length > 0
    ? message.alerts.map((alert) => alertOf(alert, writing))
    : [ownAlert(message, writing)];
}

function alertOf(alert: MessageAlert, writing: Writing): Alert {
  const { facts } = alert;
  const name = nameOf(alert, writing);
  const score = scoreText(facts);
  return {
    status: alert.status,
    labels: {
      alertname: alert.scenario,
      severity: alert.severity,
      service: 'codepitamah',
      subject_kind: alert.subject.kind,
      subject: alert.subject.id,
      ...(alert.user_id === null ? {} : { user: alert.user_id }),
      ...(alert.network === null ? {} : { network: alert.network }),
    },
    annotations: {
      summary: facts.message,
      fires: String(alert.fires),
      count: String(facts.count),
      span_ms: String(facts.span_ms),
      action: actionText(facts),
      ...(name === null ? {} : { name }),
      ...(score === null ? {} : { score }),
      ...(facts.contributions.length === 0 ? {} : { contributions: JSON.stringify(facts.contributions) }),
      ...(facts.decision_id === null ? {} : { decision_id: facts.decision_id }),
    },
    startsAt: alert.started_at,
    endsAt: alert.resolved_at ?? NEVER,
    generatorURL: linkOf(alert, writing) ?? '',
    fingerprint: alert.fingerprint.slice(0, 16),
  };
}

/** Messages that are about no alert have one of their own: a heartbeat is what Prometheus calls a watchdog. */
function ownAlert(message: Message, writing: Writing): Alert {
  return {
    status: 'firing',
    labels: { alertname: nameFor(message.kind), severity: 'info', service: 'codepitamah' },
    annotations: { summary: headline(message), description: sentence(message) },
    startsAt: message.composed_at,
    endsAt: NEVER,
    generatorURL: writing.baseUrl ?? '',
    fingerprint: message.kind.padEnd(16, '0'),
  };
}

function nameFor(kind: Message['kind']): string {
  return `codepitamah-${kind}`;
}

/** What all of them have in common. */
function common(all: readonly Texts[]): Texts {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((other) => other[name] === value)),
  );
}
