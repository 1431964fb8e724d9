import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../../problem/problem.js';
import { SourceCollector, type CollectedSources } from './source-collector.js';
import { readTar } from './tar-archive.js';
import { readZip } from './zip-archive.js';

/** Room for the multipart frame around the archive, bytes. */
const FRAME = 16 * 1024;

/**
 * Reads the one `archive` of a multipart upload: first whole into a private temporary file (a zip is read from its end, and
 * a slow sender must hold nothing else), then entry by entry. The file is gone when this returns.
 * @throws Problem `validation_failed`, `payload_too_large`, `archive_invalid`, `nothing_to_analyse`
 */
export async function readArchiveUpload(request: FastifyRequest, maxBytes: number): Promise<CollectedSources> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + FRAME) throw tooLarge(maxBytes);
  const folder = await mkdtemp(join(tmpdir(), 'codepitamah-upload-'));
  try {
    const file = join(folder, 'archive');
    const bytes = await receive(request, file, maxBytes);
    const collector = new SourceCollector();
    await unpackArchive(file, bytes, collector);
    return collector.finish();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the archive part to the file and refuses every other part. Returns its size. */
async function receive(request: FastifyRequest, file: string, maxBytes: number): Promise<number> {
  let bytes: number | null = null;
  try {
    const parts = request.parts({ limits: { fileSize: maxBytes, files: 1, fields: 0, parts: 2, fieldNameSize: 100 } });
    for await (const part of parts) {
      if (part.type !== 'file' || part.fieldname !== 'archive') throw unexpectedPart();
      bytes = await writePart(part, file, maxBytes);
    }
  } catch (error) {
    throw asProblem(error);
  }
  if (bytes === null) throw unexpectedPart();
  return bytes;
}

async function writePart(part: MultipartFile, file: string, maxBytes: number): Promise<number> {
  const target = createWriteStream(file, { mode: 0o600, flags: 'wx' });
  await pipeline(part.file, target);
  if (part.file.truncated) throw tooLarge(maxBytes);
  return target.bytesWritten;
}

/** What kind it is tells its beginning, not its name. */
export async function unpackArchive(file: string, bytes: number, collector: SourceCollector): Promise<void> {
  const head = Buffer.alloc(512);
  const handle = await open(file, 'r');
  const { bytesRead } = await handle.read(head, 0, head.length, 0).finally(() => handle.close());
  const [first, second, third, fourth] = head;
  if (first === 0x50 && second === 0x4b && [0x0304, 0x0506].includes(((third ?? 0) << 8) | (fourth ?? 0))) {
    return readZip(file, bytes, collector);
  }
  if (first === 0x1f && second === 0x8b) return readTar(file, bytes, true, collector);
  if (bytesRead === head.length && head.toString('latin1', 257, 262) === 'ustar') {
    return readTar(file, bytes, false, collector);
  }
  throw new Problem('archive_invalid', { detail: 'The upload is neither a zip, a tar nor a tar.gz archive.' });
}

function unexpectedPart(): Problem {
  return new Problem('validation_failed', {
    errors: [
      { pointer: '/archive', code: 'archive', message: 'the upload must have exactly one part, a file named archive' },
    ],
  });
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('payload_too_large', {
    detail: `The archive is larger than the ${maxBytes} bytes your plan allows.`,
  });
}

/** The multipart reader's own errors, as far as the caller can mend them. */
function asProblem(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (/^FST_(FILES|FIELDS|PARTS)_LIMIT$/.test(code)) return unexpectedPart();
  if (code === 'FST_REQ_FILE_TOO_LARGE') return new Problem('payload_too_large', { cause: error });
  if (code === 'ENOSPC')
    return new Problem('unavailable', { detail: 'There is no room for the upload.', cause: error });
  if (error instanceof Problem || !(error instanceof Error) || /^E[A-Z]+$/.test(code)) return error;
  return new Problem('malformed_request', { detail: 'The multipart body is malformed.', cause: error });
}
