import type { AlertMail } from '../mail.js';
import { escapeHtml, plain, type Values } from './template.js';

/** The values of the template `alert`, for its text and for its HTML. */
export function alertValues({ title, sentence, alerts }: AlertMail): { text: Values; html: Values } {
  return {
    text: { title, sentence, alerts: alerts.map(textOf).join('\n') },
    html: { title, sentence, alerts: alerts.map(htmlOf).join('\n') },
  };
}

type Item = AlertMail['alerts'][number];

function textOf({ title, details, link }: Item): string {
  const lines = details.map(([label, value]) => `  ${label}: ${plain(value)}`);
  return [plain(title), ...lines, ...(link === null ? [] : [`  ${link}`]), ''].join('\n');
}

function htmlOf({ title, details, link }: Item): string {
  const rows = details.map(
    ([label, value]) =>
      `<tr><td style="padding-right: 12px">${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  const heading = link === null ? escapeHtml(title) : `<a href="${escapeHtml(link)}">${escapeHtml(title)}</a>`;
  return `<p style="margin-bottom: 4px"><strong>${heading}</strong></p>\n<table style="border-spacing: 0">${rows.join('')}</table>`;
}
