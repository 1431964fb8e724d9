import { harmless, plain } from '../../../mail/rendering/template.js';
import type { Message, MessageAlert } from './message.js';
import { details, headline, linkOf, nameOf, sentence, type Writing } from './words.js';

/** Alerts in one message: Slack takes 50 blocks, and nobody reads more. */
const SHOWN = 10;
/** Slack's bounds of a header and of a section's text, characters. */
const HEADER = 150;
const SECTION = 3_000;

const marks: Readonly<Record<string, string>> = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵', info: '⚪' };

/** `{text, blocks}` as Slack's incoming webhooks take it, and what takes theirs (Mattermost, Rocket.Chat, Discord's /slack). */
export function slackBody(message: Message, writing: Writing): string {
  const title = headline(message);
  const shown = message.alerts.slice(0, SHOWN);
  const hidden = message.alerts.length - shown.length + (message.kind === 'overflow' ? 0 : message.more);
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: title.slice(0, HEADER), emoji: false } },
    section(slackText(sentence(message))),
    ...shown.map((alert) => section(alertText(alert, writing))),
    ...(hidden > 0 ? [section(`${hidden} more`)] : []),
  ];
  return JSON.stringify({ text: slackText(`${title}. ${sentence(message)}`), blocks });
}

function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text: text.slice(0, SECTION), verbatim: true } };
}

function alertText(alert: MessageAlert, writing: Writing): string {
  const link = linkOf(alert, writing);
  const title = `${marks[alert.severity] ?? ''} ${alert.severity}: ${alert.scenario}, ${alert.status}`;
  const name = nameOf(alert, writing);
  const lines = [
    link === null ? `*${slackText(title)}*` : `*<${slackText(link)}|${slackText(title)}>*`,
    ...(name === null ? [] : [`Who: ${chosenText(name)}`]),
    ...details(alert).map(([label, value]) => `${label}: ${slackText(value)}`),
  ];
  return lines.join('\n');
}

/** Slack's three control characters, without which nothing is a link, a mention or a channel. */
export function slackText(text: string): string {
  return plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A text that a caller chose: it formats nothing, links nowhere and calls nobody, in Mattermost's rules either. */
export function chosenText(text: string): string {
  return slackText(harmless(plain(text)).replace(/[*_~`|[\]#]/g, ' '));
}
