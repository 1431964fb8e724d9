import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { AnalyzeJob } from '../../engine/job.js';
import type { AnalysisReport } from '../../engine/report/analysis-report.js';
import { partialReport } from '../../engine/report/partial-report.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';
import { languageOfFilename } from '../../engine/languages/names.js';
import { Problem } from '../../problem/problem.js';
import { compare } from '../baseline/compare.js';
import { RuleCatalogue } from '../catalogue/rule-catalogue.js';
import { AnalysisPool } from '../pool/analysis-pool.js';
import { incompleteMessages, JobAbandoned, type Outcome } from '../pool/outcome.js';
import { poolProblem } from '../pool/pool-problem.js';
import { refusalProblem } from '../pool/refusal-problem.js';
import type { AnalysisResult } from '../results/analysis-result.js';
import { ResultReader } from '../results/result-reader.js';
import { ResultWriter } from '../results/result-writer.js';
import { AnalysisEvents } from './analysis-events.js';
import type { AnalysisCaller } from './analysis-caller.js';
import { languageByName } from './language-by-name.js';

export interface AnalysisDone {
  result: AnalysisResult;
  /** Of the code, hex. */
  sha256: string;
}

/** One analysis from request to result: through the pool, told to the record, kept for its owner. */
@Injectable()
export class AnalyzeService {
  constructor(
    private readonly pool: AnalysisPool,
    private readonly results: ResultWriter,
    private readonly events: AnalysisEvents,
    private readonly kept: ResultReader,
    private readonly catalogue: RuleCatalogue,
  ) {}

  /**
   * @throws Problem `unknown_language`, `empty_code`, `binary_code` for what cannot be analysed, `overloaded` when there is
   * no room.
   */
  async analyze(job: AnalyzeJob, caller: AnalysisCaller, baselineId: string | null = null): Promise<AnalysisDone> {
    const earlier = baselineId === null ? null : await this.baselineOf(baselineId, caller);
    const startedAt = performance.now();
    const sha256 = createHash('sha256').update(job.code).digest('hex');
    const outcome = await this.run(job, caller, sha256);
    if (outcome.kind === 'refusal') throw refusalProblem(outcome, '/custom_rules');
    const report = outcome.kind === 'result' ? outcome.value : instead(job, incompleteMessages[outcome.reason]);
    const { language, filename, ...rest } = report;
    const result: AnalysisResult = {
      id: uuidv7(),
      language,
      filename,
      ...rest,
      ...(earlier ? compare(report, earlier, job, (id) => this.catalogue.find(id)?.languages) : {}),
      duration_ms: Math.round(performance.now() - startedAt),
    };
    if (caller.userId !== null) {
      this.results.keep({ userId: caller.userId, createdAt: new Date(), sha256, result });
    }
    this.events.tell(result, caller, Buffer.byteLength(job.code), outcome.kind === 'incomplete');
    return { result, sha256 };
  }

  /** @throws Problem `not_found` for one that is not there, and for one that is somebody else's. */
  private async baselineOf(id: string, { userId, unused }: AnalysisCaller): Promise<AnalysisResult> {
    const earlier = userId === null ? null : await this.kept.find(userId, id);
    if (earlier !== null) return earlier;
    unused();
    throw new Problem('not_found', { detail: 'There is no analysis with the id that `baseline` names.' });
  }

  private async run(job: AnalyzeJob, caller: AnalysisCaller, sha256: string): Promise<Outcome<'analyze'>> {
    const rules = job.custom_rules === undefined ? '' : createHash('sha256').update(job.custom_rules).digest('hex');
    // A name says nothing but the language, unless it is a manifest's.
    const readAs = job.language ?? languageOfFilename(job.filename ?? '') ?? job.filename ?? '';
    const hash = `${sha256} ${readAs} ${rules}`;
    const { tenant, signal, unused, waited } = caller;
    try {
      return await this.pool.run<'analyze'>(job, {
        tenant,
        hash,
        bytes: 2 * (job.code.length + (job.custom_rules?.length ?? 0)),
        signal,
        waited,
      });
    } catch (error) {
      if (error instanceof JobAbandoned) unused();
      throw poolProblem(error);
    }
  }
}

/** The report when the engine gave none. What language it would have found is not known then: the likeliest is told. */
function instead(job: AnalyzeJob, reason: string): AnalysisReport {
  const language: LanguageId = job.language ?? languageByName(job.filename, job.code);
  return partialReport(job.code, language, job.filename, reason);
}
