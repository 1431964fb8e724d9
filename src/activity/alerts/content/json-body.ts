import { linkOf, nameOf, sentence, type Writing } from './words.js';
import type { Message, MessageAlert } from './message.js';

/** CodePitamah's own body: `type`, `timestamp` and `data`, as Standard Webhooks advises. docs/alerts.md explains it. */
export function jsonBody(message: Message, writing: Writing): string {
  return JSON.stringify({
    type: `alert.${message.kind}`,
    id: writing.id,
    timestamp: message.composed_at,
    data: {
      channel: writing.channel,
      scenario: message.scenario,
      status: statusOf(message),
      summary: sentence(message),
      alerts: message.alerts.map((alert) => alertBody(alert, writing)),
      more: message.more,
      ...(message.scenarios === undefined ? {} : { scenarios: message.scenarios }),
      ...(message.summary === undefined ? {} : { last_day: message.summary }),
    },
  });
}

function alertBody(alert: MessageAlert, writing: Writing) {
  const { facts } = alert;
  return {
    id: alert.id,
    fingerprint: alert.fingerprint,
    episode: alert.episode,
    status: alert.status,
    scenario: alert.scenario,
    severity: alert.severity,
    subject: { ...alert.subject, name: nameOf(alert, writing) },
    user_id: alert.user_id,
    network: alert.network,
    message: facts.message,
    fires: alert.fires,
    count: facts.count,
    span_ms: facts.span_ms,
    started_at: alert.started_at,
    fired_at: alert.fired_at,
    resolved_at: alert.resolved_at,
    score: { before: facts.score_before, after: facts.score_after, contributions: facts.contributions },
    action: facts.multiplier === null ? null : { multiplier: facts.multiplier },
    decision_id: facts.decision_id,
    url: linkOf(alert, writing),
  };
}

/** Null for messages that are about no alert. */
function statusOf({ alerts, more }: Message): 'firing' | 'resolved' | null {
  if (alerts.length + more === 0) return null;
  return more > 0 || alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved';
}
