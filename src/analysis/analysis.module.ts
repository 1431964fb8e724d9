import { Module } from '@nestjs/common';
import { AnalysisEvents } from './analyze/analysis-events.js';
import { AnalyzeController } from './analyze/analyze.controller.js';
import { AnalyzeService } from './analyze/analyze.service.js';
import { CodeSize } from './analyze/code-size.js';
import { LanguagesController } from './catalogue/languages.controller.js';
import { RuleCatalogue } from './catalogue/rule-catalogue.js';
import { RuleValidationController } from './catalogue/rule-validation.controller.js';
import { RuleValidationService } from './catalogue/rule-validation.service.js';
import { RulesController } from './catalogue/rules.controller.js';
import { PoolModule } from './pool/pool.module.js';
import { AnalysesController } from './results/analyses.controller.js';
import { ReportWriter } from './sarif/report-writer.js';
import { ResultReader } from './results/result-reader.js';
import { ResultRetention } from './results/result-retention.js';
import { ResultsPersonalData } from './results/results-personal-data.js';
import { ResultWriter } from './results/result-writer.js';

/** Analysis of single sources, the results that are kept of them, and what is looked for. */
@Module({
  imports: [PoolModule],
  controllers: [AnalyzeController, AnalysesController, RulesController, RuleValidationController, LanguagesController],
  providers: [
    AnalyzeService,
    AnalysisEvents,
    RuleCatalogue,
    RuleValidationService,
    CodeSize,
    ReportWriter,
    ResultReader,
    ResultWriter,
    ResultRetention,
    ResultsPersonalData,
  ],
})
export class AnalysisModule {}
