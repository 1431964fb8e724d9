import { Module } from '@nestjs/common';
import { ApiKeyDirectory } from './api-key-directory.js';
import { ApiKeysAdminController } from './api-keys-admin.controller.js';
import { ApiKeysController } from './api-keys.controller.js';
import { KeyBounds } from './key-bounds.js';
import { KeyChanges } from './key-changes.js';
import { KeyIssuing } from './key-issuing.js';
import { KeyLiveness } from './key-liveness.js';
import { KeyRecord } from './key-record.js';
import { KeyUpkeep } from './key-upkeep.js';
import { KeyUses } from './key-uses.js';
import { KeyVerifier } from './key-verifier.js';
import { RetriedAnswers } from './retried-answers.js';

/** API keys: issued, proved, rotated and revoked. */
@Module({
  controllers: [ApiKeysController, ApiKeysAdminController],
  providers: [
    ApiKeyDirectory,
    KeyVerifier,
    KeyLiveness,
    KeyUses,
    KeyIssuing,
    KeyBounds,
    KeyChanges,
    KeyRecord,
    KeyUpkeep,
    RetriedAnswers,
  ],
  exports: [KeyVerifier, KeyLiveness, KeyUses],
})
export class ApiKeysModule {}
