import { Global, Module } from '@nestjs/common';
import { AccountCreator } from './account-creator.js';
import { Mirrors } from './mirrors.js';
import { ServiceAccounts } from './service-accounts.js';
import { ChangeRecord } from './administration/change-record.js';
import { UserAdministration } from './administration/user-administration.js';
import { UserDirectory } from './user-directory.js';
import { UserSearch } from './administration/user-search.js';
import { UsersAdminController } from './administration/users-admin.controller.js';
import { UsersController } from './users.controller.js';

/** Accounts, and their mirror in Redis, for the rooms that build on them. */
@Global()
@Module({
  controllers: [UsersController, UsersAdminController],
  providers: [AccountCreator, ServiceAccounts, Mirrors, ChangeRecord, UserAdministration, UserDirectory, UserSearch],
  exports: [AccountCreator, ServiceAccounts, Mirrors, UserDirectory],
})
export class UsersModule {}
