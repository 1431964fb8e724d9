import { createPublicKey, type KeyObject } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CheckpointBody, type ExportEnd, keyId, type SignedCheckpoint } from '../checkpoints/checkpoint.js';
import { ExportCheck } from './export-check.js';

const USAGE = `Verifies an export of the record, without the service or its database.

  npm run audit:verify -- FILE [--key FILE] [--checkpoint FILE]

  FILE               what GET /admin/audit/export?format=ndjson answered
  --key FILE         the public keys of GET /admin/audit/keys, PEM; without them signatures are not checked
  --checkpoint FILE  checkpoints that were kept elsewhere, a line each

Ends with 0 when all is as it was chained, 1 when not, 2 when it cannot tell.`;

const pem = /-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/g;

/** A mistake in how it was called. */
class UsageError extends Error {}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, checkpoint: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [file] = positionals;
  if (values.help === true || file === undefined || positionals.length > 1) throw new UsageError(USAGE);
  const keys = values.key === undefined ? null : publicKeys(values.key);
  const outside = values.checkpoint === undefined ? [] : checkpoints(values.checkpoint);
  const check = new ExportCheck(keys, outside);
  const startedAt = performance.now();
  for await (const text of linesOf(file)) check.line(text);
  check.finish();
  const seconds = (performance.now() - startedAt) / 1000;
  for (const { kind, detail } of check.findings) print(`${kind.padEnd(11)} ${detail}`);
  if (check.found > check.findings.length) print(`… and ${check.found - check.findings.length} more`);
  const speed = `${Math.round(check.events / seconds)} events/s`;
  print(`${check.events} events, ${check.checkpoints} checkpoints: ${verdict(check.found)} (${speed})`);
  if (check.claim !== null) print(claimed(check.claim));
  if (keys === null) print('Signatures were not checked: give the public keys with --key.');
  return check.found === 0 ? 0 : 1;
}

/** What the export is a record of, so that nobody takes a part for the whole. */
function claimed({ from, to, time, range }: ExportEnd): string {
  const events = to < from ? 'no events' : `the events ${from} to ${to}`;
  if (range === undefined) return `It says that it is ${events}, and not of what record: an older version wrote it.`;
  const asked = [
    range.since === null ? 'from the beginning' : `since ${range.since}`,
    range.before === null ? 'to the end' : `before ${range.before}`,
  ].join(' ');
  return `It says that it is ${events} of a record of ${range.first} to ${range.last} at ${time}; asked for was ${asked}.`;
}

/** Lines that are not empty. Not by node:readline, which also breaks at separators (U+2028) that a text may hold. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const lines = chunk.split('\n');
    lines[0] = rest + (lines[0] ?? '');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  if (rest.trim() !== '') yield rest;
}

function verdict(found: number): string {
  return found === 0 ? 'all as it was chained' : `${found} ${found === 1 ? 'finding' : 'findings'}`;
}

function publicKeys(file: string): Map<string, KeyObject> {
  const keys = (readFileSync(file, 'utf8').replaceAll('\\n', '\n').match(pem) ?? []).map((text) =>
    createPublicKey(text),
  );
  if (keys.length === 0) throw new UsageError(`There is no public key in ${file}.`);
  return new Map(keys.map((key) => [keyId(key), key]));
}

function checkpoints(file: string): SignedCheckpoint[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const { checkpoint, signature } = JSON.parse(line) as { checkpoint?: CheckpointBody; signature?: string };
    if (checkpoint === undefined || signature === undefined) throw new UsageError(`${file} holds no checkpoints.`);
    return { body: checkpoint, signature };
  });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
