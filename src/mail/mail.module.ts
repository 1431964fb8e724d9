import { Global, Module } from '@nestjs/common';
import { MailOutbox } from './mail-outbox.js';

/** Mail by SMTP, for every room that has something to tell a person. */
@Global()
@Module({ providers: [MailOutbox], exports: [MailOutbox] })
export class MailModule {}
