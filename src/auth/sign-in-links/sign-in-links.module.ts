import { Module } from '@nestjs/common';
import { AccountRecord } from '../account-record.js';
import { LinksModule } from '../links/links.module.js';
import { AuthThrottleModule } from '../throttle/auth-throttle.module.js';
import { SignInLinksController } from './sign-in-links.controller.js';
import { SignInLinks } from './sign-in-links.js';

/** Sign-in by a mailed link. */
@Module({
  imports: [AuthThrottleModule, LinksModule],
  controllers: [SignInLinksController],
  providers: [SignInLinks, AccountRecord],
})
export class SignInLinksModule {}
