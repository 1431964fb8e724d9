import { createReadStream, type Dirent } from 'node:fs';
import { appendFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Entry, open, type ZipFile } from 'yauzl';
import { advisoriesOf, type PackageAdvisory } from './osv-record.js';
import { recordTexts } from './record-texts.js';
import { bucketOf, CURRENT } from './vulnerability-index.js';

export interface ImportResult {
  /** Records that were read. */
  readonly records: number;
  /** Entries in the index: a record may be about several packages. */
  readonly advisories: number;
  /** Texts that were no OSV records. */
  readonly refused: number;
}

/** Characters that wait before they are written: the import's memory, whatever the size of the dump. */
const FLUSH_AT = 16 * 1024 * 1024;
/** An unpacked entry of an archive, bytes. */
const MAX_ENTRY = 2 * 1024 * 1024 * 1024;

/**
 * Imports OSV records (a JSON or NDJSON file, a zip of such, or a folder of all these) into the index, in place of what is
 * there. Readers see the old data or the new, never half of it, and a file without a record (a page of an error, say)
 * replaces nothing.
 */
export async function importOsv(source: string, folder: string, generation: string): Promise<ImportResult> {
  const target = join(folder, generation);
  await mkdir(target, { recursive: true });
  const writer = new BucketWriter(target);
  let records = 0;
  let refused = 0;
  try {
    for await (const text of textsOf(source)) {
      const advisories = parsed(text);
      if (advisories === null) refused += 1;
      else {
        records += 1;
        for (const one of advisories) await writer.add(one);
      }
    }
    if (records === 0) throw new Error('Nothing here is an OSV record; what was imported before is kept.');
    await writer.flush();
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    throw error;
  }
  const pointer = join(folder, `${CURRENT}.${generation}`);
  await writeFile(pointer, generation);
  await rename(pointer, join(folder, CURRENT));
  await removeOthers(folder, generation);
  return { records, advisories: writer.count, refused };
}

class BucketWriter {
  count = 0;
  private size = 0;
  private readonly waiting = new Map<string, string[]>();

  constructor(private readonly folder: string) {}

  async add({ ecosystem, name, advisory }: PackageAdvisory): Promise<void> {
    const line = JSON.stringify([name, advisory]);
    const path = join(ecosystem, `${bucketOf(name)}.ndjson`);
    const lines = this.waiting.get(path);
    if (lines === undefined) this.waiting.set(path, [line]);
    else lines.push(line);
    this.count += 1;
    this.size += line.length;
    if (this.size > FLUSH_AT) await this.flush();
  }

  async flush(): Promise<void> {
    for (const [path, lines] of this.waiting) {
      await mkdir(join(this.folder, path, '..'), { recursive: true });
      await appendFile(join(this.folder, path), `${lines.join('\n')}\n`);
    }
    this.waiting.clear();
    this.size = 0;
  }
}

function parsed(text: string): PackageAdvisory[] | null {
  try {
    return advisoriesOf(JSON.parse(text));
  } catch {
    return null;
  }
}

async function* textsOf(source: string): AsyncGenerator<string> {
  if ((await stat(source)).isDirectory()) {
    for (const entry of (await readdir(source, { withFileTypes: true })).toSorted(byName)) {
      const path = join(source, entry.name);
      if (entry.isDirectory() || /\.(json|ndjson|jsonl|zip)$/i.test(entry.name)) yield* textsOf(path);
    }
  } else if (/\.zip$/i.test(source)) yield* zipped(source);
  else yield* recordTexts(createReadStream(source, { encoding: 'utf8' }));
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}

async function* zipped(path: string): AsyncGenerator<string> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (error, file) => (error ? reject(error) : resolve(file)));
  });
  try {
    for (let entry = await nextEntry(zip); entry !== null; entry = await nextEntry(zip)) {
      if (!/\.(json|ndjson|jsonl)$/i.test(entry.fileName) || entry.uncompressedSize > MAX_ENTRY) continue;
      const stream = await promisify(zip.openReadStream.bind(zip) as OpenEntry)(entry);
      stream.setEncoding('utf8');
      yield* recordTexts(stream as AsyncIterable<string>);
    }
  } finally {
    zip.close();
  }
}

type OpenEntry = (entry: Entry, done: (error: Error | null, stream: NodeJS.ReadStream) => void) => void;

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (entry: Entry | null): void => {
      zip.off('entry', settle).off('end', ended).off('error', failed);
      resolve(entry);
    };
    const ended = (): void => settle(null);
    const failed = (error: Error): void => reject(error);
    zip.once('entry', settle).once('end', ended).once('error', failed);
    zip.readEntry();
  });
}

async function removeOthers(folder: string, generation: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== generation)
      await rm(join(folder, entry.name), { recursive: true, force: true });
  }
}
