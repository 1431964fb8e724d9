import { closeSync, constants, copyFileSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';

/**
 * Creates `file` with `content` unless it exists; returns whether it did. The file appears whole or not at all (written
 * aside, then linked), so nobody ever reads half of it.
 * @throws the file system's error when it cannot be written.
 */
export function createOnce(file: string, content: string): boolean {
  const aside = `${file}.${process.pid}.${performance.now()}`;
  try {
    const handle = openSync(aside, 'wx', 0o600);
    try {
      writeSync(handle, content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    publish(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

function publish(aside: string, file: string): void {
  try {
    linkSync(aside, file);
  } catch (error) {
    // File systems without hard links: created exclusively all the same, only not in one step with its content.
    if (!/^(EPERM|ENOTSUP|ENOSYS|EMLINK)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
    copyFileSync(aside, file, constants.COPYFILE_EXCL);
  }
}
