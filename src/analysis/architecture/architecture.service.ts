import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { ArchitectureReport } from '../../engine/architecture/architecture-report.js';
import { incompleteArchitecture } from '../../engine/architecture/incomplete-architecture.js';
import type { SourceFile } from '../../engine/job.js';
import { EventBus } from '../../events/event-bus.js';
import { Problem } from '../../problem/problem.js';
import type { AnalysisCaller } from '../analyze/analysis-caller.js';
import { AnalysisPool } from '../pool/analysis-pool.js';
import { incompleteMessages, JobAbandoned, type Outcome } from '../pool/outcome.js';
import { poolProblem } from '../pool/pool-problem.js';
import type { ArchitectureResult } from './architecture-result.js';
import { ArchitectureStore } from './architecture-store.js';
import type { CollectedSources } from './intake/source-collector.js';

/** Longest generation, ms: the contract answers within 10 s. The engine itself stops reading files well before. */
const DEADLINE_MS = 9_500;

export interface Generated {
  result: ArchitectureResult;
  /** Of all paths and contents, hex: the same whatever the order of the upload. */
  sha256: string;
}

/** One generation from collected sources to a kept result. */
@Injectable()
export class ArchitectureService {
  private readonly logger = new Logger(ArchitectureService.name);

  constructor(
    private readonly pool: AnalysisPool,
    private readonly store: ArchitectureStore,
    private readonly bus: EventBus,
  ) {}

  /** @throws Problem `overloaded` when there is no room, `nothing_to_analyse` when the engine finds nothing. */
  async generate(sources: CollectedSources, caller: AnalysisCaller): Promise<Generated> {
    const startedAt = performance.now();
    const sha256 = fingerprint(sources.files);
    const outcome = await this.run(sources, sha256, caller);
    if (outcome.kind === 'refusal') throw new Problem(outcome.code, { detail: outcome.message });
    const report = outcome.kind === 'result' ? outcome.value : await instead(sources, outcome.reason);
    const duration = Math.round(performance.now() - startedAt);
    const result: ArchitectureResult = { id: uuidv7(), ...report, duration_ms: duration };
    if (caller.userId !== null) await this.keep(caller.userId, result, sha256);
    this.tell(result, caller, sources.bytes, outcome.kind === 'incomplete');
    return { result, sha256 };
  }

  private async run(
    { files, dropped, bytes }: CollectedSources,
    sha256: string,
    { tenant, signal, unused, waited }: AnalysisCaller,
  ): Promise<Outcome<'architecture'>> {
    const options = {
      tenant,
      hash: `architecture ${sha256}`,
      bytes: 2 * bytes,
      signal,
      waited,
      deadlineMs: DEADLINE_MS,
    };
    try {
      return await this.pool.run<'architecture'>({ kind: 'architecture', files, dropped }, options);
    } catch (error) {
      if (error instanceof JobAbandoned) unused();
      throw poolProblem(error);
    }
  }

  /** An answer that is ready is given even when it cannot be kept. */
  private async keep(userId: string, result: ArchitectureResult, sha256: string): Promise<void> {
    try {
      await this.store.keep(userId, result, sha256);
    } catch (error) {
      this.logger.error(`a result could not be kept: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
    }
  }

  private tell(result: ArchitectureResult, caller: AnalysisCaller, bytes: number, overBudget: boolean): void {
    this.bus.emit({
      type: overBudget ? 'code.analysis.timeout' : 'code.analysis.completed',
      outcome: overBudget ? 'error' : 'ok',
      actor: caller.userId === null ? { kind: 'anonymous' } : { kind: 'user', id: caller.userId },
      ...(caller.userId === null ? {} : { tenant: caller.userId }),
      target: { type: 'architecture', id: result.id },
      network: caller.network,
      requestId: caller.requestId,
      data: {
        language: mainLanguage(result),
        bytes,
        files: result.coverage.files.analysed,
        partial: result.partial,
        duration_ms: result.duration_ms,
      },
    });
  }
}

/** The language of most files, or `unknown` when none was read. */
export function mainLanguage({ coverage }: ArchitectureReport): string {
  const [most] = Object.entries(coverage.files.by_language).toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? 'unknown';
}

function instead({ files, dropped }: CollectedSources, reason: keyof typeof incompleteMessages) {
  return incompleteArchitecture(files, dropped, incompleteMessages[reason]);
}

function fingerprint(files: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const { path, content } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${path.length} ${path} ${content.length} `).update(content);
  }
  return hash.digest('hex');
}
