import { Global, Module } from '@nestjs/common';
import { AccountCreator } from './account-creator.js';
import { Mirrors } from './mirrors.js';
import { ServiceAccounts } from './service-accounts.js';
import { ChangeRecord } from './administration/change-record.js';
import { PlanChanges } from './administration/plan-changes.js';
import { UserAdministration } from './administration/user-administration.js';
import { UserDirectory } from './user-directory.js';
import { UserSearch } from './administration/user-search.js';
import { UsersAdminController } from './administration/users-admin.controller.js';
import { AccountErasure } from './privacy/account-erasure.js';
import { AccountExport } from './privacy/account-export.js';
import { MailsPersonalData } from './privacy/mails-personal-data.js';
import { PersonalData } from './privacy/personal-data.js';
import { PrivacyController } from './privacy/privacy.controller.js';
import { UsersController } from './users.controller.js';

/** Accounts, and their mirror in Redis, for the rooms that build on them. */
@Global()
@Module({
  controllers: [UsersController, PrivacyController, UsersAdminController],
  providers: [
    AccountCreator,
    AccountErasure,
    AccountExport,
    MailsPersonalData,
    PersonalData,
    ServiceAccounts,
    Mirrors,
    ChangeRecord,
    PlanChanges,
    UserAdministration,
    UserDirectory,
    UserSearch,
  ],
  exports: [AccountCreator, PersonalData, ServiceAccounts, Mirrors, PlanChanges, UserAdministration, UserDirectory],
})
export class UsersModule {}
