import type { DroppedFiles } from '../../../engine/architecture/architecture-report.js';
import type { SourceFile } from '../../../engine/job.js';
import { Problem } from '../../../problem/problem.js';
import { isCode, refusedByName, refusedByText } from './file-selection.js';

/** What one upload may hold. */
const MAX_ENTRIES = 50_000;
const MAX_FILES = 20_000;
const MAX_SOURCE_BYTES = 32 * 1024 * 1024;
const MAX_PATH_LENGTH = 1_024;
const EXAMPLES = 3;

export interface CollectedSources {
  files: SourceFile[];
  dropped: DroppedFiles[];
  /** Of all kept files, UTF-8. */
  bytes: number;
}

/** Takes the files of an upload one by one, whatever it came as, and keeps what can be analysed within the bounds. */
export class SourceCollector {
  private readonly files = new Map<string, string>();
  private readonly refused = new Map<string, DroppedFiles>();
  private entries = 0;
  private bytes = 0;

  /**
   * Asked before a file is read.
   * @returns its normalised path, or null when it is not wanted (told as dropped).
   * @throws Problem `archive_invalid` for a path that is absolute or leaves the upload, or for too many entries.
   */
  admit(rawPath: string, bytes: number): string | null {
    this.entries += 1;
    if (this.entries > MAX_ENTRIES) {
      throw new Problem('archive_invalid', { detail: `The upload has more than ${MAX_ENTRIES} entries.` });
    }
    const path = normalised(rawPath);
    const reason = this.files.has(path) ? 'duplicate path' : refusedByName(path, bytes);
    if (reason !== null) {
      this.drop(path, reason);
      return null;
    }
    return path;
  }

  /**
   * Strings take the way over bytes too: JSON can hold halves of surrogate pairs, which no UTF-8 file and no store can.
   * @throws Problem `payload_too_large` when the sources together are more than one analysis takes.
   */
  add(path: string, content: Buffer | string): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const text = decoded(bytes);
    const reason = text === null ? 'not UTF-8' : refusedByText(path, text);
    if (text === null || reason !== null) {
      this.drop(path, reason ?? 'not UTF-8');
      return;
    }
    this.bytes += bytes.length;
    this.files.set(path, text);
    if (this.bytes > MAX_SOURCE_BYTES || this.files.size > MAX_FILES) {
      throw new Problem('payload_too_large', {
        detail: `The upload holds more source than one generation takes (${MAX_FILES} files, ${MAX_SOURCE_BYTES} bytes).`,
      });
    }
  }

  drop(path: string, reason: string): void {
    const known = this.refused.get(reason) ?? { reason, files: 0, examples: [] };
    known.files += 1;
    known.examples.push(path);
    if (known.examples.length > EXAMPLES) {
      // The smallest paths, so that the answer does not depend on the order of the upload.
      known.examples.sort().pop();
    }
    this.refused.set(reason, known);
  }

  /** @throws Problem `nothing_to_analyse` when no source file was kept; the detail says what was left out. */
  finish(): CollectedSources {
    const dropped = [...this.refused.values()].sort((a, b) => (a.reason < b.reason ? -1 : 1));
    for (const { examples } of dropped) examples.sort();
    const files = [...this.files].map(([path, content]) => ({ path, content }));
    if (!files.some(({ path }) => isCode(path))) {
      const why = dropped.map(({ reason, files: count }) => `${count} × ${reason}`).join(', ');
      throw new Problem('nothing_to_analyse', {
        detail: `The upload holds no TypeScript, JavaScript or Python source${why === '' ? '' : ` (left out: ${why})`}.`,
      });
    }
    return { files, dropped, bytes: this.bytes };
  }
}

/**
 * The path as the engine knows it: relative, `/` between segments.
 * @throws Problem `archive_invalid`
 */
function normalised(rawPath: string): string {
  const path = rawPath.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || segments.includes('..') || segments.length === 0) {
    throw new Problem('archive_invalid', { detail: 'A path is absolute, empty or leaves the upload.' });
  }
  if (/\p{Cc}|\p{Cs}/u.test(path) || path.length > MAX_PATH_LENGTH) {
    throw new Problem('archive_invalid', { detail: 'A path is too long or holds control characters.' });
  }
  return segments.join('/');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decoded(content: Buffer): string | null {
  try {
    return utf8.decode(content);
  } catch {
    return null;
  }
}
