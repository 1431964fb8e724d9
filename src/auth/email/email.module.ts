import { Module } from '@nestjs/common';
import { AccountRecord } from '../account-record.js';
import { LinksModule } from '../links/links.module.js';
import { EmailProof } from './email-proof.js';
import { EmailVerification } from './email-verification.js';
import { EmailController } from './email.controller.js';

/** Whether an address is its account’s own. */
@Module({
  imports: [LinksModule],
  controllers: [EmailController],
  providers: [EmailVerification, EmailProof, AccountRecord],
  exports: [EmailVerification],
})
export class EmailModule {}
