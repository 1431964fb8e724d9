import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { Injectable } from '@nestjs/common';
import type { SendMailOptions } from 'nodemailer';
import { Configuration } from '../../config/configuration.js';
import type { Mailbox } from '../../config/mailbox.js';
import { linkAddress } from '../link-address.js';
import { isLinkMail, type Mail, type MailTemplate } from '../mail.js';
import { alertValues } from './alert-mail.js';
import { SecurityNotices } from './security-notices.js';
import { escapeHtml, fill, plain, type Values } from './template.js';

/**
 * To addresses that nobody has proved yet. No name of an account stands in them: whoever registers could otherwise have
 * the service send a text of their own to anybody.
 */
const unproved: ReadonlySet<MailTemplate> = new Set(['verify-email', 'change-email', 'invitation']);

/** Makes the message of a mail from its template, in text and HTML. Links start with BASE_URL and nothing else. */
@Injectable()
export class MailRenderer {
  private readonly baseUrl: string;
  private readonly from: Mailbox;
  private readonly notices = new SecurityNotices();
  private readonly files = new Map<string, string>();

  constructor(configuration: Configuration) {
    const { BASE_URL, MAIL_FROM } = configuration.settings;
    this.baseUrl = BASE_URL ?? '';
    this.from = MAIL_FROM ?? { name: 'CodePitamah', address: `no-reply@${mailDomain(this.baseUrl)}` };
  }

  /**
   * @param id of the mail: its Message-ID follows from it, so that one sent twice is recognised.
   * @throws Error when a template and its values do not fit together.
   */
  render(id: string, mail: Mail, date: Date): SendMailOptions {
    const { to, template } = mail;
    const { text: textValues, html: htmlValues } = this.values(mail);
    const [head = '', ...body] = this.file(`${template}.txt`).split('\n');
    const subject = fill(head.replace(/^Subject: /, ''), textValues, plain);
    const content = fill(body.join('\n').trim(), textValues, plain);
    const html = fill(this.file(`${template}.html.txt`), htmlValues, escapeHtml);
    const frame = { base_url: this.baseUrl, subject };
    return {
      from: this.from,
      to: { name: unproved.has(template) ? '' : plain(to.name ?? ''), address: deliverable(to.email) },
      subject,
      text: fill(this.file('layout.txt'), { ...frame, content }, plain),
      html: fill(this.file('layout.html.txt'), { ...frame, content: html }, escapeHtml),
      date,
      messageId: `<${id}@${this.from.address.slice(this.from.address.lastIndexOf('@') + 1)}>`,
      // RFC 3834: nobody's absence notice shall answer.
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    };
  }

  private values(mail: Mail): { text: Values; html: Values } {
    const common = { base_url: this.baseUrl, email: mail.to.email };
    if (mail.template === 'security-notice') {
      const { details, ...notice } = this.notices.of(mail.data);
      const text = details.map(([label, value]) => `  ${label}: ${plain(value)}\n`).join('');
      return {
        text: { ...common, ...notice, details: text },
        html: { ...common, ...notice, details: details.map(tableRow).join('\n  ') },
      };
    }
    if (mail.template === 'alert') {
      const { text, html } = alertValues(mail.data);
      return { text: { ...common, ...text }, html: { ...common, ...html } };
    }
    const values: Record<string, string> = { ...common, ...mail.data };
    if (isLinkMail(mail)) values['link'] = linkAddress(this.baseUrl, mail.template, mail.data.token);
    return { text: values, html: values };
  }

  private file(name: string): string {
    const known = this.files.get(name);
    if (known !== undefined) return known;
    const text = readFileSync(new URL(`../templates/${name}`, import.meta.url), 'utf8');
    this.files.set(name, text);
    return text;
  }
}

/**
 * The stored address with its domain as the account's lookup key has it: a mail library's own conversion maps fewer
 * look-alikes, and would send to another domain than the one that was registered.
 */
function deliverable(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, at)}@${domainToASCII(email.slice(at + 1))}`;
}

function tableRow([label, value]: readonly [string, string]): string {
  return `<tr><td style="padding-right: 12px">${label}</td><td>${escapeHtml(value)}</td></tr>`;
}

/** A host name as it is; an address as a literal (RFC 5321 §4.1.3). */
function mailDomain(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return 'localhost';
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, '');
  const version = isIP(host);
  return version === 0 ? host : version === 6 ? `[IPv6:${host}]` : `[${host}]`;
}
