import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { findProgram } from './program.mjs';
import { say } from './project.mjs';
import { run } from './run.mjs';

/** Package managers this knows, and the names under which they have each server. */
const managers = [
  {
    program: 'apt-get',
    refresh: ['update', '-qq'],
    install: ['install', '-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold'],
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    packages: { redis: ['redis-server', 'valkey-server'], postgres: ['postgresql'], browser: ['chromium'] },
  },
  {
    program: 'apk',
    install: ['add', '--no-cache'],
    packages: { redis: ['redis', 'valkey'], postgres: ['postgresql'], browser: ['chromium'] },
  },
  {
    program: 'dnf',
    install: ['install', '-y', '-q'],
    packages: { redis: ['valkey', 'redis'], postgres: ['postgresql-server'], browser: ['chromium'] },
  },
  {
    program: 'pacman',
    install: ['-Sy', '--noconfirm', '--needed'],
    packages: { redis: ['valkey', 'redis'], postgres: ['postgresql'], browser: ['chromium'] },
  },
];

/** Debian starts a service when its package is installed unless this program says no (101). */
const policy = '/usr/sbin/policy-rc.d';
/** Debian makes and starts a database cluster with the package unless told not to. */
const clusterSettings = '/etc/postgresql-common/createcluster.conf';

/**
 * Installs a server program with the system's package manager: only when this process is root already, saying what is
 * run, and leaving no service started. Returns false where that cannot be done.
 */
export async function installSystemPackage(what) {
  if (process.getuid?.() !== 0) return false;
  const manager = managers.find(({ program }) => findProgram([program]) !== null);
  if (!manager) return false;
  return withoutServices(async () => {
    if (manager.refresh) await call(manager, manager.refresh);
    for (const name of manager.packages[what]) {
      if ((await call(manager, [...manager.install, name])) === 0) return true;
    }
    return false;
  });
}

function call({ program, env }, args) {
  say(`Running: ${program} ${args.join(' ')}`);
  return run(program, args, { env });
}

async function withoutServices(work) {
  const made = existsSync('/etc/debian_version')
    ? [
        create(policy, '#!/bin/sh\nexit 101\n', 0o755),
        create(clusterSettings, 'create_main_cluster = false\n', 0o644),
      ].filter((file) => file === policy)
    : [];
  try {
    return await work();
  } finally {
    for (const file of made) rmSync(file, { force: true });
  }
}

/** Writes a file unless there is one; returns its path when it did. */
function create(file, content, mode) {
  if (existsSync(file)) return null;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode });
  return file;
}
