import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { Problem } from '../../../problem/problem.js';
import { checkExpansion } from './expansion.js';
import { MAX_FILE_BYTES } from './file-selection.js';
import type { SourceCollector } from './source-collector.js';

/** UNIX file types in the upper half of the external attributes, when the archive was made on UNIX. */
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;

/**
 * Reads the wanted files of a zip. Unwanted entries are never unpacked; sizes are checked against the headers before and
 * while unpacking (yauzl refuses an entry that is longer than it says).
 * @throws Problem `archive_invalid`
 */
export async function readZip(file: string, packedBytes: number, collector: SourceCollector): Promise<void> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(file);
    let expanded = 0;
    for await (const entry of zip.eachEntry()) {
      expanded += entry.uncompressedSize;
      checkExpansion(expanded, packedBytes);
      await readEntry(zip, entry, collector);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('archive_invalid', { detail: 'The zip archive is damaged or not safe to unpack.', cause: error });
  } finally {
    zip?.close();
  }
}

async function readEntry(zip: ZipFile, entry: Entry, collector: SourceCollector): Promise<void> {
  const { fileName } = entry;
  if (fileName.endsWith('/')) return;
  const path = collector.admit(fileName, entry.uncompressedSize);
  if (path === null) return;
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  if (type !== 0 && type !== REGULAR) return collector.drop(path, 'link or special file');
  if (!entry.canDecodeFileData()) return collector.drop(path, 'encrypted, or packed by an unknown method');
  collector.add(path, await readWhole(await zip.openReadStreamPromise(entry), MAX_FILE_BYTES));
}

/** @throws Problem `archive_invalid` when the stream is longer than its header allowed. */
export async function readWhole(stream: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > limit) throw new Problem('archive_invalid', { detail: 'An entry is longer than its header says.' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
