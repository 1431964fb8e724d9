import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { AnalysisResult } from './analysis-result.js';

export interface ResultToKeep {
  userId: string;
  createdAt: Date;
  sha256: string;
  result: AnalysisResult;
}

/** Results wait at most this long, ms, so that many are written by one statement. */
const PAUSE_MS = 25;
const BATCH = 50;
/** Beyond this many waiting, results are answered but not kept: the database is not answering, and memory is finite. */
const MAX_WAITING = 500;

/**
 * Keeps results off the request's path: the answer never waits for the database. What is not written yet can be read from
 * here, so a client that asks at once finds its result.
 */
@Injectable()
export class ResultWriter implements OnModuleDestroy {
  private readonly logger = new Logger(ResultWriter.name);
  private readonly waiting = new Map<string, ResultToKeep>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  keep(entry: ResultToKeep): void {
    if (this.waiting.size >= MAX_WAITING) {
      this.logger.error('a result was not kept: the database is behind');
      return;
    }
    this.waiting.set(entry.result.id, entry);
    this.timer ??= setTimeout(() => this.write(), PAUSE_MS);
  }

  /** A result that is not in the database yet. */
  find(userId: string, id: string): AnalysisResult | null {
    const entry = this.waiting.get(id);
    return entry?.userId === userId ? entry.result : null;
  }

  /** Waits until what was given so far is written (or given up). */
  async flush(): Promise<void> {
    while (this.waiting.size > 0) {
      this.write();
      await this.writing;
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }

  private write(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.writing = this.drainAfter(this.writing);
  }

  private async drainAfter(previous: Promise<void>): Promise<void> {
    await previous;
    for (let batch = this.batch(); batch.length > 0; batch = this.batch()) await this.insert(batch);
  }

  private batch(): ResultToKeep[] {
    return [...this.waiting.values()].slice(0, BATCH);
  }

  private async insert(batch: readonly ResultToKeep[]): Promise<void> {
    try {
      await this.database.kysely.insertInto('analyses').values(batch.map(rowOf)).execute();
    } catch (error) {
      if (batch.length > 1) {
        // One row may be the fault of all (an account deleted meanwhile): each gets its own chance.
        for (const entry of batch) await this.insert([entry]);
        return;
      }
      this.logger.error(`a result could not be kept: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
    }
    for (const entry of batch) this.waiting.delete(entry.result.id);
  }
}

function rowOf({ userId, createdAt, sha256, result }: ResultToKeep) {
  return {
    id: result.id,
    user_id: userId,
    created_at: createdAt,
    language: result.language,
    filename: result.filename,
    sha256,
    dangerous: result.dangerous,
    partial: result.partial,
    findings: result.findings.length,
    result: JSON.stringify(result),
  };
}
