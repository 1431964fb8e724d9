import { Global, Module } from '@nestjs/common';
import { MailOutbox } from './mail-outbox.js';
import { MailRenderer } from './rendering/mail-renderer.js';
import { MailQueue } from './sending/mail-queue.js';
import { MailSender } from './sending/mail-sender.js';
import { MailStatus } from './sending/mail-status.js';
import { SmtpTransport } from './sending/smtp-transport.js';

/** Mail by SMTP, for every room that has something to tell a person. */
@Global()
@Module({
  providers: [MailOutbox, MailRenderer, MailQueue, MailStatus, SmtpTransport, MailSender],
  exports: [MailOutbox],
})
export class MailModule {}
