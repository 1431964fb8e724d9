import type { AlertFacts } from '../model/alert.js';
import type { Message, MessageAlert } from './message.js';

/** What a message is written with, besides what it says itself. */
export interface Writing {
  /** Of the delivery: the same in every attempt. */
  id: string;
  channel: string;
  /** Display names by user id, as they are now; null where an account has none. */
  names: ReadonlyMap<string, string | null>;
  /** BASE_URL; null where it is not set. */
  baseUrl: string | null;
}

/** Longest account name that is told, characters. */
const LONGEST_NAME = 120;

/** Who it is about: the name somebody chose, beside the id that nobody chose. */
export function nameOf(alert: MessageAlert, { names }: Writing): string | null {
  const { user_id } = alert;
  if (user_id === null) return null;
  return (names.get(user_id) ?? null)?.slice(0, LONGEST_NAME) ?? null;
}

/** Where an admin looks at it. */
export function linkOf({ id }: Pick<MessageAlert, 'id'>, { baseUrl }: Writing): string | null {
  return baseUrl === null ? null : `${baseUrl}/admin/ui/alerts/${id}`;
}

/** One line: what the message is. */
export function headline(message: Message): string {
  const { alerts, more } = message;
  switch (message.kind) {
    case 'heartbeat':
      return 'CodePitamah: alerting works';
    case 'test':
      return 'CodePitamah: this is a test';
    case 'overflow':
      return `CodePitamah: ${more} more ${more === 1 ? 'alert' : 'alerts'}`;
    case 'digest':
      return `CodePitamah: ${counted(message)} of low severity`;
    case 'group': {
      const [first] = alerts;
      if (alerts.length + more !== 1 || first === undefined)
        return `CodePitamah: ${message.scenario}, ${counted(message)}`;
      return `CodePitamah: ${message.scenario}, ${first.severity}, ${first.status}`;
    }
  }
}

/** One sentence, for who reads no further. */
export function sentence(message: Message): string {
  const { summary, scenarios } = message;
  switch (message.kind) {
    case 'heartbeat':
      if (summary === undefined) return 'Alerts reach this channel.';
      return (
        `Alerts reach this channel. Open: ${summary.open}. In the last day: ${summary.opened} opened, ` +
        `${summary.delivered} messages delivered, ${summary.given_up} given up.`
      );
    case 'test':
      return 'An admin asked for this message. Nothing has happened.';
    case 'overflow': {
      const parts = Object.entries(scenarios ?? {}).map(([name, count]) => `${name} ${count}`);
      return `This channel takes no more messages in a minute; these alerts were not told one by one: ${parts.join(', ')}.`;
    }
    case 'digest':
    case 'group':
      return `${counted(message)}.`;
  }
}

/** Label and value of what is known, for media that people read; never what a caller chose, except the name apart. */
export function details(alert: MessageAlert): [string, string][] {
  const { facts, subject, network } = alert;
  const rows: [string, string][] = [
    ['What', facts.message],
    ['Subject', `${subject.kind} ${subject.id}`],
  ];
  if (network !== null) rows.push(['Network', network]);
  rows.push(['Fired', `${alert.fires} ${alert.fires === 1 ? 'time' : 'times'}, last at ${alert.fired_at}`]);
  rows.push(['Since', alert.started_at]);
  if (alert.resolved_at !== null) rows.push(['Resolved', alert.resolved_at]);
  const score = scoreText(facts);
  if (score !== null) rows.push(['Score', score]);
  if (facts.contributions.length > 0) rows.push(['Because', contributionText(facts)]);
  rows.push(['Action', actionText(facts)]);
  if (facts.decision_id !== null) rows.push(['Decision', facts.decision_id]);
  return rows;
}

/** What the service did about it by itself. */
export function actionText({ multiplier }: AlertFacts): string {
  if (multiplier === null || multiplier === 1) return 'none';
  return `limits of the account × ${multiplier}`;
}

export function scoreText({ score_before, score_after }: AlertFacts): string | null {
  if (score_after === null) return null;
  return score_before === null ? shown(score_after) : `${shown(score_before)} → ${shown(score_after)}`;
}

function contributionText({ contributions }: AlertFacts): string {
  return contributions.map(({ signal, points }) => `${signal} ${points > 0 ? '+' : ''}${shown(points)}`).join(', ');
}

function shown(value: number): string {
  return value.toFixed(2);
}

function counted({ alerts, more }: Message): string {
  const over = alerts.filter(({ status }) => status === 'resolved').length;
  const firing = alerts.length - over + more;
  const parts = [
    ...(firing > 0 ? [`${firing} ${firing === 1 ? 'alert fires' : 'alerts fire'}`] : []),
    ...(over > 0 ? [`${over} resolved`] : []),
  ];
  return parts.join(', ');
}
