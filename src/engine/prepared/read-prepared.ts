import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FlowModelSource } from '../flow/models/model-file.js';
import { grammars } from '../parse/grammars.js';
import type { PreparedRule } from '../rules/prepared-rules.js';

/**
 * What the build works out once so that no process has to at its start: rules and flow models, read from YAML, checked,
 * and their patterns compiled.
 */
export interface Prepared {
  rules: PreparedRule[];
  /** By the name of the model's file. */
  models: Record<string, FlowModelSource>;
}

/** A prepared file: it holds for exactly the sources it was made from. */
export interface PreparedFile<K extends keyof Prepared> {
  digest: string;
  content: Prepared[K];
}

/** Where the build leaves a prepared file; nothing is there when the code runs unbuilt, as in unit tests. */
export function preparedPath(name: keyof Prepared): string {
  return fileURLToPath(new URL(`${name}.json`, import.meta.url));
}

/** Reads what the build prepared; null when there is nothing, or when a source has changed since (a watching build). */
export function readPrepared<K extends keyof Prepared>(name: K): Prepared[K] | null {
  let text: string;
  try {
    text = readFileSync(preparedPath(name), 'utf8');
  } catch {
    return null;
  }
  const { digest, content } = JSON.parse(text) as PreparedFile<K>;
  return digest === digestOfSources() ? content : null;
}

let known: string | undefined;

/** SHA-256 over all that the prepared form depends on: rules, models, the code that compiles them, the grammars' pins. */
export function digestOfSources(): string {
  known ??= digestNow();
  return known;
}

function digestNow(): string {
  const hash = createHash('sha256').update(JSON.stringify(grammars));
  for (const folder of ['../rules', '../flow/models', '../languages']) {
    const path = fileURLToPath(new URL(folder, import.meta.url));
    for (const file of readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(yaml|js)$/.test(file)) hash.update(`${file}\n`).update(readFileSync(`${path}/${file}`));
    }
  }
  return hash.digest('hex');
}
