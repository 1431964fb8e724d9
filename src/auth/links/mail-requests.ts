import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { MailOutbox } from '../../mail/mail-outbox.js';
import type { EmailAddress } from '../../users/email-address.js';
import { AfterAnswer } from './after-answer.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import type { MailWish } from '../throttle/guess-slots.js';

/** What is answered to whoever asks for a mail, in every case. */
export interface MailRequested {
  status: 'accepted';
  detail: string;
}

const sending: MailRequested = {
  status: 'accepted',
  detail: 'If there is an account that this applies to, a mail with a link is on its way to its address.',
};
const off: MailRequested = {
  status: 'accepted',
  detail: 'This service sends no mail: ask its administrator for help.',
};

export const exampleMailRequested = sending;

/** What somebody asks to have sent, and from where. */
export interface WishedMail {
  what: MailWish;
  address: EmailAddress;
  network: string;
}

/**
 * Mails that anybody may ask for with nothing but an address. Known and unknown addresses get the same answer in the same
 * time: all that differs is done after it. Over the limit of an address or a network nothing is sent, and nothing is told.
 */
@Injectable()
export class MailRequests {
  constructor(
    private readonly throttle: AuthThrottle,
    private readonly mail: MailOutbox,
    private readonly after: AfterAnswer,
  ) {}

  async ask(wish: WishedMail, reply: FastifyReply, send: () => Promise<void>): Promise<MailRequested> {
    if (!this.mail.enabled) return off;
    if (await this.admitted(wish)) this.after.do(reply, send);
    return sending;
  }

  private async admitted({ what, address, network }: WishedMail): Promise<boolean> {
    return (
      (await this.throttle.admits('mail_from_network', { network })) &&
      (await this.throttle.admitsMail(address.key, what, network))
    );
  }
}
