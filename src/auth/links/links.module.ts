import { Module } from '@nestjs/common';
import { AuthThrottleModule } from '../throttle/auth-throttle.module.js';
import { AfterAnswer } from './after-answer.js';
import { LinkMails } from './link-mails.js';
import { LinkRequests } from './link-requests.js';
import { LinkUse } from './link-use.js';
import { LinksPageController } from './links-page.controller.js';
import { MailRequests } from './mail-requests.js';
import { OneTimeLinks } from './one-time-links.js';

/** Links that come by mail, each of them good for one use. */
@Module({
  imports: [AuthThrottleModule],
  controllers: [LinksPageController],
  providers: [OneTimeLinks, LinkMails, LinkRequests, LinkUse, MailRequests, AfterAnswer],
  exports: [OneTimeLinks, LinkMails, LinkRequests, LinkUse, MailRequests],
})
export class LinksModule {}
