import { Module } from '@nestjs/common';
import { AccountRecord } from '../account-record.js';
import { LinksModule } from '../links/links.module.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { EmailChangeController } from './email-change.controller.js';
import { EmailChange } from './email-change.js';

/** Another address for an account. */
@Module({
  imports: [LinksModule, PasswordsModule],
  controllers: [EmailChangeController],
  providers: [EmailChange, AccountRecord],
})
export class EmailChangeModule {}
