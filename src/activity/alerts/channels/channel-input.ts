import { Injectable } from '@nestjs/common';
import { MailOutbox } from '../../../mail/mail-outbox.js';
import { type FieldError, Problem } from '../../../problem/problem.js';
import { parseEmail } from '../../../users/email-address.js';
import { AddressGuard } from '../delivery/address-guard.js';
import type { ChannelTarget } from './channel-box.js';

const refusals = {
  address_refused:
    'leads to an address that is not public: list its network in ALERT_ALLOWED_NETWORKS if webhooks may reach it',
  not_https: 'must be an https URL: plain http is for networks of ALERT_ALLOWED_NETWORKS',
} as const;

/** Checks where a channel is to lead, before any message goes there; each delivery checks again. */
@Injectable()
export class ChannelInput {
  constructor(
    private readonly guard: AddressGuard,
    private readonly mail: MailOutbox,
  ) {}

  /** @throws Problem `validation_failed`, `mail_not_configured`. */
  async target(
    kind: 'webhook' | 'email',
    { url, addresses }: { url?: string | undefined; addresses?: string[] | undefined },
  ): Promise<ChannelTarget> {
    const other = kind === 'webhook' ? 'addresses' : 'url';
    if ((kind === 'webhook' ? addresses : url) !== undefined) refuse(other, `is not of a channel of kind ${kind}`);
    if (kind === 'email') {
      if (!this.mail.enabled) throw new Problem('mail_not_configured');
      return { addresses: (addresses ?? refuse('addresses', 'is required')).map(addressOf) };
    }
    return { url: await this.webUrl(url ?? refuse('url', 'is required')) };
  }

  private async webUrl(text: string): Promise<string> {
    const url = URL.canParse(text) ? new URL(text) : refuse('url', 'must be a URL');
    if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse('url', 'must be an http or https URL');
    if (url.hash !== '') refuse('url', 'must have no fragment');
    if (!decodable(url.username) || !decodable(url.password)) refuse('url', 'has credentials that cannot be read');
    const destination = await this.guard.destinationOf(url);
    // A name that is not known yet may be known when the first message goes.
    if ('refused' in destination && destination.refused !== 'host_unknown')
      refuse('url', refusals[destination.refused]);
    return url.href;
  }
}

function addressOf(text: string): string {
  const parsed = parseEmail(text);
  return typeof parsed === 'string' ? refuse('addresses', parsed) : parsed.email;
}

function decodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function refuse(name: string, message: string): never {
  const errors: FieldError[] = [{ pointer: `/${name}`, code: name, message }];
  throw new Problem('validation_failed', { errors });
}
