import { Module } from '@nestjs/common';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { FirstAdmin } from './first-admin.js';
import { SetupTokens } from './setup-tokens.js';

/** The first admin. */
@Module({
  imports: [PasswordsModule],
  providers: [SetupTokens, FirstAdmin],
  exports: [SetupTokens],
})
export class BootstrapModule {}
