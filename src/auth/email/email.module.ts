import { Module } from '@nestjs/common';
import { LinksModule } from '../links/links.module.js';
import { EmailVerification } from './email-verification.js';

/** Whether an address is its account’s own. */
@Module({
  imports: [LinksModule],
  providers: [EmailVerification],
  exports: [EmailVerification],
})
export class EmailModule {}
