import { Module } from '@nestjs/common';
import { LinksModule } from '../links/links.module.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { InvitationsController } from './invitations.controller.js';
import { Invitations } from './invitations.js';

/** Invitations, by which somebody takes an account that an admin has made. */
@Module({
  imports: [LinksModule, PasswordsModule],
  controllers: [InvitationsController],
  providers: [Invitations],
  exports: [Invitations],
})
export class InvitationsModule {}
