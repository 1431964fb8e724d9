import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Configuration, ConfigurationError } from '../../config/configuration.js';
import { DataFolder } from '../../config/data-folder.js';
import { readEnvironment } from '../../config/environment.js';
import { StartError } from '../../config/start-error.js';
import { Database } from '../../database/database.js';
import type { SigningKeyRow } from '../../database/tables/signing-keys.js';
import { Outbox } from '../../events/outbox.js';
import { Problem } from '../../problem/problem.js';
import { KeyRotation, type RotationAct } from './key-rotation.js';
import { lapsesAt, PUBLISHED_BEFORE_SIGNING_MS } from './key-times.js';
import { SigningKeyStore } from './signing-key-store.js';

const USAGE = `Rotates the keys that sign access tokens. Running instances follow within 5 seconds.

  npm run keys:rotate                     the keys, and the step that is due
  npm run keys:rotate -- add              a new key: published, verifying
  npm run keys:rotate -- promote KID      it signs; ten minutes after it was added
  npm run keys:rotate -- retire KID       it verifies no more; when its tokens have expired

  --reason TEXT   for the record
  --force         before its time`;

/** `npm run keys:rotate`: the admin routes' rotation for a shell. An embedded store must not be in use by a service. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { reason: { type: 'string' }, force: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return print(USAGE);
  if (existsSync('.env')) process.loadEnvFile('.env');
  const configuration = Configuration.parse(readEnvironment());
  const embedded = configuration.settings.DATABASE_URL === undefined;
  const database = await Database.open(configuration, embedded ? DataFolder.open(configuration.dataDir) : null);
  try {
    const store = new SigningKeyStore(database, configuration);
    const follower = { fixed: configuration.settings.JWT_KEYS !== undefined, changed: () => Promise.resolve() };
    const rotation = new KeyRotation(store, follower, new Outbox(), configuration);
    const act: RotationAct = { actor: { kind: 'system' }, reason: values.reason ?? 'npm run keys:rotate' };
    await perform(rotation, positionals, act, values.force ?? false);
    const keys = await rotation.list();
    print(keys.map(line).join('\n'));
    print(nextStep(keys));
  } finally {
    await database.close();
  }
}

async function perform(
  rotation: KeyRotation,
  [step, kid = '']: readonly string[],
  act: RotationAct,
  force: boolean,
): Promise<void> {
  if (step === undefined) return;
  if (step === 'add') await rotation.add(act);
  else if (step === 'promote') await rotation.promote(kid, act, force);
  else if (step === 'retire') await rotation.retire(kid, act, force);
  else throw new StartError(USAGE);
}

function line(row: SigningKeyRow): string {
  const lapses = lapsesAt(row);
  const until = lapses === null ? '' : `  its last token expires ${new Date(lapses).toISOString()}`;
  return `${row.kid.padEnd(14)} ${row.algorithm.padEnd(6)} ${row.state.padEnd(9)}${until}`;
}

function nextStep(keys: readonly SigningKeyRow[]): string {
  const next = keys.find(({ state }) => state === 'next');
  if (next === undefined) return 'To begin a rotation: npm run keys:rotate -- add';
  const from = new Date(next.created_at.getTime() + PUBLISHED_BEFORE_SIGNING_MS).toISOString();
  return `From ${from} on: npm run keys:rotate -- promote ${next.kid}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await main();
} catch (error) {
  const known = error instanceof StartError || error instanceof ConfigurationError || error instanceof Problem;
  process.stderr.write(`${known ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
