import { Module } from '@nestjs/common';
import { JwksController } from './jwks.controller.js';
import { KeyRing } from './key-ring.js';
import { KeyRingKeeper } from './key-ring-keeper.js';
import { KeyRotation } from './key-rotation.js';
import { SigningKeyStore } from './signing-key-store.js';
import { SigningKeysAdminController } from './signing-keys-admin.controller.js';

/** The keys that sign access tokens, and their rotation. */
@Module({
  controllers: [JwksController, SigningKeysAdminController],
  providers: [{ provide: KeyRing, useFactory: () => new KeyRing() }, SigningKeyStore, KeyRingKeeper, KeyRotation],
  exports: [KeyRing, KeyRingKeeper, KeyRotation],
})
export class SigningModule {}
