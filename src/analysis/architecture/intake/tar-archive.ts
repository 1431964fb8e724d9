import { createReadStream } from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Extract } from 'tar-stream';
import { Problem } from '../../../problem/problem.js';
import { checkExpansion } from './expansion.js';
import { MAX_FILE_BYTES } from './file-selection.js';
import type { SourceCollector } from './source-collector.js';
import { readWhole } from './zip-archive.js';

/**
 * Reads the wanted files of a tar or tar.gz in one pass. Links and devices are left out; what the archive expands to is
 * counted as it flows.
 * @throws Problem `archive_invalid`
 */
export async function readTar(
  file: string,
  packedBytes: number,
  zipped: boolean,
  collector: SourceCollector,
): Promise<void> {
  const entries = extract();
  const meter = new ExpansionMeter(packedBytes);
  try {
    const flow = zipped
      ? pipeline(createReadStream(file), createGunzip(), meter, entries)
      : pipeline(createReadStream(file), meter, entries);
    await Promise.all([flow, readEntries(entries, collector)]);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('archive_invalid', { detail: 'The tar archive is damaged.', cause: error });
  }
}

async function readEntries(entries: Extract, collector: SourceCollector): Promise<void> {
  for await (const entry of entries) {
    const { name, size = 0, type } = entry.header;
    const wanted = type === 'directory' ? null : collector.admit(name, size);
    if (wanted === null) {
      entry.resume();
    } else if (type === 'file' || type === 'contiguous-file') {
      collector.add(wanted, await readWhole(entry as AsyncIterable<Buffer>, MAX_FILE_BYTES));
    } else {
      collector.drop(wanted, 'link or special file');
      entry.resume();
    }
  }
}

class ExpansionMeter extends Transform {
  private expanded = 0;

  constructor(private readonly packedBytes: number) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.expanded += chunk.length;
    try {
      checkExpansion(this.expanded, this.packedBytes);
      done(null, chunk);
    } catch (error) {
      done(error as Error);
    }
  }
}
