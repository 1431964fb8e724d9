import { Module } from '@nestjs/common';
import { SubjectKeys } from '../privacy/subject-keys.js';
import { CallerCipher } from '../recorder/caller-cipher.js';
import { AuditAdminController } from './audit-admin.controller.js';
import { AuditLooks } from './audit-looks.js';
import { ChainReader } from './chain/chain-reader.js';
import { AuditKeys } from './checkpoints/audit-keys.js';
import { CheckpointCopies } from './checkpoints/checkpoint-copies.js';
import { CheckpointStore } from './checkpoints/checkpoint-store.js';
import { CheckpointWork } from './checkpoints/checkpoint-work.js';
import { CheckpointWriter } from './checkpoints/checkpoint-writer.js';
import { CheckpointsAdminController } from './checkpoints/checkpoints-admin.controller.js';
import { AuditExport } from './export/audit-export.js';
import { ChainExport } from './export/chain-export.js';
import { AuditPush } from './push/audit-push.js';
import { Holds } from './retention/holds.js';
import { RetentionAdminController } from './retention/retention-admin.controller.js';
import { RetentionViews } from './retention/retention-view.js';
import { SpanPurge } from './retention/span-purge.js';
import { AuditSearch } from './search/audit-search.js';
import { CandidateRows } from './search/candidate-rows.js';
import { EventProofs } from './search/event-proof.js';
import { OpenedRecords } from './search/opened-records.js';
import { TimeRanges } from './search/time-ranges.js';
import { ChainVerifier } from './verify/chain-verifier.js';

/** The record as something that can be proved: chain, checkpoints, search, exports, verification, retention. */
@Module({
  controllers: [AuditAdminController, CheckpointsAdminController, RetentionAdminController],
  providers: [
    CallerCipher,
    SubjectKeys,
    AuditLooks,
    ChainReader,
    AuditKeys,
    CheckpointStore,
    CheckpointCopies,
    CheckpointWriter,
    CheckpointWork,
    OpenedRecords,
    TimeRanges,
    CandidateRows,
    AuditSearch,
    EventProofs,
    ChainExport,
    AuditExport,
    ChainVerifier,
    Holds,
    RetentionViews,
    SpanPurge,
    AuditPush,
  ],
  exports: [CallerCipher, SubjectKeys, SpanPurge],
})
export class AuditModule {}
