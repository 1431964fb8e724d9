import type { AlertChannelRow, AlertRow } from '../../../database/tables/alerts.js';
import { atLeast } from '../model/alert.js';

/** The part of a channel that decides what is told on it. */
export type ChannelRules = Pick<AlertChannelRow, 'id' | 'kind' | 'min_severity' | 'scenarios'>;
type Groupable = Pick<AlertRow, 'scenario' | 'severity' | 'subject_kind' | 'subject_id'>;

/** Alerts of low severity that go by mail gather in one. */
export const DIGEST = 'digest';
/** What a channel's messages of a minute could not hold. */
export const OVERFLOW = 'overflow';
const SCENARIO = 'scenario:';

/** True when a channel is to hear of an alert. What is wrong with a channel is not told on that channel. */
export function tells(channel: ChannelRules, alert: Groupable): boolean {
  if (!atLeast(alert.severity, channel.min_severity)) return false;
  if (alert.subject_kind === 'channel' && alert.subject_id === channel.id) return false;
  const scenarios = channel.scenarios as string[] | null;
  return scenarios === null || scenarios.includes(alert.scenario);
}

/** Alerts with one key are told in one message. */
export function groupKeyOf(channel: ChannelRules, { scenario, severity }: Groupable): string {
  return channel.kind === 'email' && !atLeast(severity, 'medium') ? DIGEST : SCENARIO + scenario;
}

/** The scenario of a group; null for groups of several. */
export function scenarioOf(groupKey: string): string | null {
  return groupKey.startsWith(SCENARIO) ? groupKey.slice(SCENARIO.length) : null;
}
