import { harmless } from '../../../mail/rendering/template.js';
import type { AlertMail } from '../../../mail/mail.js';
import type { Message } from './message.js';
import { details, headline, linkOf, nameOf, sentence, type Writing } from './words.js';

/** What the mail of a message says. */
export function mailContent(message: Message, writing: Writing): AlertMail {
  const hidden = message.kind === 'overflow' || message.more === 0 ? '' : ` ${message.more} more are not shown here.`;
  return {
    title: headline(message),
    sentence: sentence(message) + hidden,
    alerts: message.alerts.map((alert) => {
      const name = nameOf(alert, writing);
      return {
        title: `${alert.severity}: ${alert.scenario}, ${alert.status}`,
        details: [...(name === null ? [] : [['Who', harmless(name)] as [string, string]]), ...details(alert)],
        link: linkOf(alert, writing),
      };
    }),
  };
}
