import { Module } from '@nestjs/common';
import { AnalysisEvents } from './analyze/analysis-events.js';
import { AnalyzeController } from './analyze/analyze.controller.js';
import { AnalyzeService } from './analyze/analyze.service.js';
import { LanguagesController } from './catalogue/languages.controller.js';
import { RuleCatalogue } from './catalogue/rule-catalogue.js';
import { RulesController } from './catalogue/rules.controller.js';
import { PoolModule } from './pool/pool.module.js';
import { AnalysesController } from './results/analyses.controller.js';
import { ResultReader } from './results/result-reader.js';
import { ResultRetention } from './results/result-retention.js';
import { ResultsPersonalData } from './results/results-personal-data.js';
import { ResultWriter } from './results/result-writer.js';

/** Analysis of single sources, the results that are kept of them, and what is looked for. */
@Module({
  imports: [PoolModule],
  controllers: [AnalyzeController, AnalysesController, RulesController, LanguagesController],
  providers: [
    AnalyzeService,
    AnalysisEvents,
    RuleCatalogue,
    ResultReader,
    ResultWriter,
    ResultRetention,
    ResultsPersonalData,
  ],
})
export class AnalysisModule {}
