import { Module } from '@nestjs/common';
import { AccountRecord } from '../account-record.js';
import { LinksModule } from '../links/links.module.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { EmailProof } from './email-proof.js';
import { EmailController } from './email.controller.js';
import { EmailModule } from './email.module.js';

/** The links that prove an address, and the password that is chosen with one. */
@Module({
  imports: [LinksModule, EmailModule, PasswordsModule],
  controllers: [EmailController],
  providers: [EmailProof, AccountRecord],
})
export class EmailProofModule {}
