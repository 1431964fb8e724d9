import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { DetectionMetrics } from './detection-metrics.js';
import { DetectionPersonalData } from './detection-personal-data.js';
import { Detector } from './evaluation/detector.js';
import { EventSorter } from './evaluation/event-sorter.js';
import { FireAnnouncer } from './evaluation/fire-announcer.js';
import { FireCounts } from './evaluation/fire-counts.js';
import { SubjectEvaluator } from './evaluation/subject-evaluator.js';
import { SubjectTracker } from './evaluation/subject-tracker.js';
import { BehaviourOverrides } from './overrides/behaviour-overrides.js';
import { BehaviourOverridesController } from './overrides/behaviour-overrides.controller.js';
import { OverrideEffect } from './overrides/override-effect.js';
import { OverrideMirror } from './overrides/override-mirror.js';
import { OverrideStore } from './overrides/override-store.js';
import { EngineWatch } from './progress/engine-watch.js';
import { EvaluatedBatches } from './progress/evaluated-batches.js';
import { GapFiller } from './progress/gap-filler.js';
import { Replay } from './replay/replay.js';
import { ScenarioBook } from './scenarios/scenario-book.js';
import { ScenarioHealth } from './scenarios/scenario-health.js';
import { ScenariosAdminController } from './scenarios-admin.controller.js';
import { SignInWatch } from './sign-ins/sign-in-watch.js';
import { BehaviourReader } from './score/behaviour-reader.js';
import { MultiplierKeeper } from './score/multiplier-keeper.js';
import { MultiplierRecovery } from './score/multiplier-recovery.js';
import { Multipliers } from './score/multipliers.js';
import { StateCopier } from './state/state-copier.js';
import { StateCopies } from './state/state-copies.js';
import { StateRestorer } from './state/state-restorer.js';
import { StoredEvents } from './state/stored-events.js';

/** From what is kept to what is known of behaviour: scenarios → score → multiplier. */
@Module({
  imports: [AuthModule, AuditModule],
  controllers: [ScenariosAdminController, BehaviourOverridesController],
  providers: [
    DetectionMetrics,
    DetectionPersonalData,
    ScenarioBook,
    ScenarioHealth,
    Detector,
    EventSorter,
    SubjectEvaluator,
    SubjectTracker,
    FireAnnouncer,
    FireCounts,
    BehaviourReader,
    Multipliers,
    MultiplierKeeper,
    MultiplierRecovery,
    StoredEvents,
    StateCopies,
    StateCopier,
    StateRestorer,
    EvaluatedBatches,
    GapFiller,
    EngineWatch,
    SignInWatch,
    OverrideStore,
    OverrideMirror,
    OverrideEffect,
    BehaviourOverrides,
    Replay,
  ],
  exports: [Detector, BehaviourReader, ScenarioBook, SignInWatch],
})
export class DetectionModule {}
