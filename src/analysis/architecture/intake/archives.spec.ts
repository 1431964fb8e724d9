import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tar, tarGz, zip } from '../../../../test/support/archives.js';
import { unpackArchive } from './archive-upload.js';
import { type CollectedSources, SourceCollector } from './source-collector.js';

const folder = mkdtempSync(join(tmpdir(), 'archives-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function unpack(archive: Buffer): Promise<CollectedSources> {
  const file = join(folder, 'archive');
  writeFileSync(file, archive);
  const collector = new SourceCollector();
  await unpackArchive(file, archive.length, collector);
  return collector.finish();
}

function paths({ files }: CollectedSources): string[] {
  return files.map(({ path }) => path).sort();
}

function reasons({ dropped }: CollectedSources): Record<string, number> {
  return Object.fromEntries(dropped.map(({ reason, files }) => [reason, files]));
}

const good = [
  { name: 'src/a.ts', data: 'export {};' },
  { name: 'package.json', data: '{}' },
];

describe('unpackArchive', () => {
  it.each([
    ['zip', async () => zip([{ name: 'src/' }, ...good])],
    ['tar', () => tar([{ name: 'src', type: 'directory' }, ...good])],
    ['tar.gz', () => tarGz(good)],
  ])('reads a %s', async (_, make) => {
    const collected = await unpack(await make());
    expect(paths(collected)).toEqual(['package.json', 'src/a.ts']);
    expect(collected.files.find(({ path }) => path === 'src/a.ts')?.content).toBe('export {};');
  });

  it.each(['../evil.ts', 'a/../../evil.ts', '/etc/evil.ts', 'C:/evil.ts', '..\\evil.ts'])(
    'refuses the path %s, in either kind of archive',
    async (name) => {
      await expect(unpack(zip([...good, { name, data: 'x' }]))).rejects.toMatchObject({ code: 'archive_invalid' });
      await expect(unpack(await tar([...good, { name, data: 'x' }]))).rejects.toMatchObject({
        code: 'archive_invalid',
      });
    },
  );

  it('leaves out links and devices, and says so', async () => {
    const zipped = await unpack(zip([...good, { name: 'link.ts', data: '/etc/passwd', mode: 0o120777 }]));
    expect(reasons(zipped)).toEqual({ 'link or special file': 1 });
    const taped = await unpack(
      await tar([
        ...good,
        { name: 'link.ts', type: 'symlink', linkname: '/etc/passwd' },
        { name: 'hard.ts', type: 'link', linkname: 'src/a.ts' },
        { name: 'pipe.ts', type: 'fifo' },
      ]),
    );
    expect(reasons(taped)).toEqual({ 'link or special file': 3 });
    expect(paths(taped)).toEqual(['package.json', 'src/a.ts']);
  });

  it('leaves out what is vendored, built, minified, binary, doubled or none of our languages', async () => {
    const collected = await unpack(
      zip([
        ...good,
        { name: 'src/a.ts', data: 'again' },
        { name: 'node_modules/x/index.js', data: 'x' },
        { name: 'dist/a.js', data: 'x' },
        { name: 'build/a.js', data: 'x' },
        { name: 'build/plan.ts', data: 'x' },
        { name: 'lib/jquery.min.js', data: 'x' },
        { name: 'lib/packed.js', data: 'x=1;'.repeat(2_000) },
        { name: 'src/blob.ts', data: Buffer.from([0x61, 0, 0x62]) },
        { name: 'src/latin.ts', data: Buffer.from([0xe9, 0xe8]) },
        { name: 'README.md', data: 'x' },
        { name: 'huge.ts', data: 'x'.repeat(1024 * 1024 + 1) },
      ]),
    );
    expect(paths(collected)).toEqual(['build/plan.ts', 'package.json', 'src/a.ts']);
    expect(reasons(collected)).toEqual({
      'duplicate path': 1,
      vendored: 1,
      'build output': 2,
      minified: 2,
      binary: 1,
      'not UTF-8': 1,
      'no source or manifest of a known language': 1,
      'too large': 1,
    });
  });

  it('refuses a zip whose entry is longer than its header says', async () => {
    const bomb = zip([{ name: 'a.ts', data: 'x'.repeat(5_000_000), claimedSize: 10 }]);
    await expect(unpack(bomb)).rejects.toMatchObject({ code: 'archive_invalid' });
  });

  it('refuses what expands like no source does', async () => {
    const zeros = Buffer.alloc(80 * 1024 * 1024);
    await expect(unpack(await tarGz([{ name: 'zeros.bin', data: zeros }]))).rejects.toMatchObject({
      code: 'archive_invalid',
    });
    await expect(unpack(zip([{ name: 'zeros.bin', data: zeros }]))).rejects.toMatchObject({ code: 'archive_invalid' });
  });

  it.each([
    ['no archive', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['a zip cut short', zip(good).subarray(0, 60)],
    ['a zip of zeros', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(600)])],
    ['broken gzip', Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(600, 7)])],
    ['gzip of no tar', gzipSync(Buffer.alloc(2_000, 0x61))],
  ])('refuses %s', async (_, archive) => {
    await expect(unpack(archive)).rejects.toMatchObject({ code: 'archive_invalid' });
  });

  it('refuses a tar cut short', async () => {
    const whole = await tar([{ name: 'a.ts', data: 'x'.repeat(4_000) }]);
    await expect(unpack(whole.subarray(0, 2_000))).rejects.toMatchObject({ code: 'archive_invalid' });
  });

  it('says what it left out when nothing is left to analyse', async () => {
    await expect(unpack(zip([{ name: 'README.md', data: 'x' }]))).rejects.toMatchObject({
      code: 'nothing_to_analyse',
      detail: expect.stringContaining('1 × no source'),
    });
    await expect(unpack(zip([]))).rejects.toMatchObject({ code: 'nothing_to_analyse' });
  });
});

describe('SourceCollector', () => {
  it('bounds the number of entries', () => {
    const collector = new SourceCollector();
    expect(() => {
      for (let at = 0; at <= 50_000; at += 1) collector.admit(`${at}.md`, 1);
    }).toThrow(expect.objectContaining({ code: 'archive_invalid' }));
  });

  it('bounds the source of one generation', () => {
    const collector = new SourceCollector();
    const text = ' '.repeat(1_000_000);
    expect(() => {
      for (let at = 0; at < 40; at += 1) collector.add(collector.admit(`${at}.ts`, text.length) ?? '', text);
    }).toThrow(expect.objectContaining({ code: 'payload_too_large' }));
  });

  it('tells the same of an upload in any order', () => {
    const told = [
      ['b.md', 'd.md', 'a.md', 'c.md'],
      ['c.md', 'a.md', 'd.md', 'b.md'],
    ].map((order) => {
      const collector = new SourceCollector();
      for (const path of [...order, 'x.ts']) if (collector.admit(path, 1) !== null) collector.add(path, '');
      return collector.finish().dropped;
    });
    expect(told[0]).toEqual(told[1]);
  });
});
