import { Module } from '@nestjs/common';
import { InvitationsModule } from '../invitations/invitations.module.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { AccountMaking } from './account-making.js';
import { AccountsAdminController } from './accounts-admin.controller.js';
import { ResetStart } from './reset-start.js';

/** Accounts that an admin makes, and resets that an admin starts. */
@Module({
  imports: [InvitationsModule, PasswordsModule],
  controllers: [AccountsAdminController],
  providers: [AccountMaking, ResetStart],
})
export class AccountAdministrationModule {}
