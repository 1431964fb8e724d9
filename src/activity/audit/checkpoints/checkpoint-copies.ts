import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.js';
import type { SignedCheckpoint } from './checkpoint.js';

/**
 * Copies of each checkpoint outside of the database: a line of the log, and a line of a file per month in the data folder.
 * Who rewrites the database then contradicts what was written elsewhere; a collector (AUDIT_PUSH_URL) gets them too.
 */
@Injectable()
export class CheckpointCopies {
  private readonly logger = new Logger('AuditCheckpoint');
  private readonly folder: string;

  constructor(configuration: Configuration) {
    this.folder = join(configuration.dataDir, 'audit');
  }

  write(checkpoint: SignedCheckpoint): void {
    const line = JSON.stringify({ checkpoint: checkpoint.body, signature: checkpoint.signature });
    this.logger.log(line);
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      const month = checkpoint.body.time.slice(0, 7);
      appendFileSync(join(this.folder, `checkpoints-${month}.ndjson`), `${line}\n`, { mode: 0o600 });
    } catch (error) {
      this.logger.warn(`the copy of a checkpoint cannot be written: ${(error as Error).message}`);
    }
  }
}
