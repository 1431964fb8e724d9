import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RulesJob } from '../../engine/job.js';
import type { RuleFileReport } from '../../engine/rules/tenant/validate-rules.js';
import type { AnalysisCaller } from '../analyze/analysis-caller.js';
import { AnalysisPool } from '../pool/analysis-pool.js';
import { incompleteMessages, JobAbandoned, type Outcome } from '../pool/outcome.js';
import { poolProblem } from '../pool/pool-problem.js';
import { refusalProblem } from '../pool/refusal-problem.js';

/** What POST /rules/validate answers: the engine's report, and why it is not whole when a budget ended it. */
export interface RuleValidation extends RuleFileReport {
  partial: boolean;
  diagnostics: { code: string; message: string }[];
}

/** Checks rule files in a child process: what callers write is never compiled in this one. */
@Injectable()
export class RuleValidationService {
  constructor(private readonly pool: AnalysisPool) {}

  /** @throws Problem `unknown_language` when the code's language cannot be told, `overloaded` when there is no room. */
  async validate(job: RulesJob, caller: AnalysisCaller): Promise<RuleValidation> {
    const outcome = await this.run(job, caller);
    if (outcome.kind === 'refusal') throw refusalProblem(outcome, '/rules');
    if (outcome.kind === 'result') {
      const partial = outcome.value.dry_run?.partial ?? false;
      return {
        ...outcome.value,
        partial,
        diagnostics: partial ? [incomplete('A budget ended the trial: there may be more to find.')] : [],
      };
    }
    return {
      valid: false,
      errors: [],
      rules: [],
      dry_run: null,
      partial: true,
      diagnostics: [incomplete(incompleteMessages[outcome.reason])],
    };
  }

  private async run(job: RulesJob, { tenant, signal, unused }: AnalysisCaller): Promise<Outcome<'rules'>> {
    const text = JSON.stringify([job.rules, job.code, job.language, job.filename]);
    const hash = `rules ${createHash('sha256').update(text).digest('hex')}`;
    try {
      return await this.pool.run<'rules'>(job, { tenant, hash, bytes: 2 * text.length, signal });
    } catch (error) {
      if (error instanceof JobAbandoned) unused();
      throw poolProblem(error);
    }
  }
}

function incomplete(message: string): { code: string; message: string } {
  return { code: 'analysis_incomplete', message };
}
