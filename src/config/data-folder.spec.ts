import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder } from './data-folder.js';
import { identityOf } from './process-identity.js';
import { StartError } from './start-error.js';

const mine = () => JSON.stringify(identityOf(process.pid));

describe('DataFolder', () => {
  let path: string;
  const lock = () => join(path, 'lock');

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'pitamah-folder-'));
  });

  afterEach(() => rmSync(path, { recursive: true, force: true }));

  function take(): DataFolder {
    const folder = DataFolder.open(path);
    folder.retain();
    return folder;
  }

  it('is held until the last store lets go', () => {
    const folder = take();
    folder.retain();
    folder.release();
    expect(readFileSync(lock(), 'utf8')).toBe(mine());
    folder.release();
    expect(readdirSync(path)).toEqual([]);
  });

  it('is never taken from a live process', () => {
    const folder = take();
    expect(() => DataFolder.open(path)).toThrow(/in use by process \d+/);
    folder.release();
  });

  it.each([
    ['whose pid is gone', { ...identityOf(process.pid), pid: 2 ** 22 + 7 }],
    ['whose pid was given to another process', { ...identityOf(process.pid), started: '1' }],
    ['of an earlier boot', { ...identityOf(process.pid), boot: 'earlier' }],
  ])('is taken over from a process %s', (_, dead) => {
    writeFileSync(lock(), JSON.stringify(dead));
    const folder = take();
    expect(readFileSync(lock(), 'utf8')).toBe(mine());
    folder.release();
    expect(readdirSync(path)).toEqual([]);
  });

  it('is taken over where an earlier take-over died half way', () => {
    const dead = { ...identityOf(process.pid), started: '1' };
    writeFileSync(lock(), JSON.stringify(dead));
    const right = rightOver(lock(), JSON.stringify(dead));
    writeFileSync(right, JSON.stringify({ ...dead, started: '2' }));
    take().release();
    expect(readdirSync(path)).toEqual([]);
  });

  it('is left alone while another live process takes it over', () => {
    const dead = JSON.stringify({ ...identityOf(process.pid), started: '1' });
    writeFileSync(lock(), dead);
    writeFileSync(rightOver(lock(), dead), mine());
    expect(() => DataFolder.open(path)).toThrow(StartError);
    expect(readFileSync(lock(), 'utf8')).toBe(dead);
  });

  it('believes the heartbeat of another host for 30 seconds', () => {
    writeFileSync(lock(), JSON.stringify({ ...identityOf(process.pid), host: 'elsewhere' }));
    expect(() => DataFolder.open(path)).toThrow(/on elsewhere/);
    const past = new Date(Date.now() - 31_000);
    utimesSync(lock(), past, past);
    take().release();
  });

  it('says in one line that it cannot be written', () => {
    const file = join(path, 'file');
    writeFileSync(file, '');
    expect(() => DataFolder.open(join(file, 'data'))).toThrow(/^The data folder .* cannot be used \(ENOTDIR\)[^\n]*$/);
  });

  it('does not delete a lock that is not its own any more', () => {
    const folder = take();
    writeFileSync(lock(), '{"pid":1}');
    folder.release();
    expect(readFileSync(lock(), 'utf8')).toBe('{"pid":1}');
  });
});

/** The second lock, as the first one's owner names it. */
function rightOver(lockFile: string, owner: string): string {
  return `${lockFile}.${createHash('sha256').update(owner).digest('hex').slice(0, 12)}`;
}
