import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where real code of each language lies on most machines; `CODE_<LANGUAGE>` names another folder. */
const places = {
  python: { folders: ['/usr/lib/python3.11', '/usr/lib/python3'], ending: /\.py$/ },
  javascript: { folders: [join(root, 'node_modules/fastify/lib')], ending: /\.js$/ },
  typescript: { folders: [join(root, 'src')], ending: /(?<!\.spec|\.d)\.ts$/ },
  java: { folders: [], ending: /(?<!-info)\.java$/ },
  // PHP files end open: the next one begins as HTML.
  php: { folders: ['/usr/share/php'], ending: /\.php$/, joint: '?>' },
  // No folder holds C# or Go by custom: name one with CODE_CSHARP, CODE_GO.
  csharp: { folders: [], ending: /\.cs$/ },
  go: { folders: ['/usr/lib/go/src', '/usr/local/go/src'], ending: /\.go$/ },
  // Headers are what most machines have of C and C++; CODE_C and CODE_CPP name a folder of programs.
  c: { folders: ['/usr/include'], ending: /\.[ch]$/ },
  cpp: { folders: ['/usr/include/c++'], ending: /(\.(cc|cpp|hpp|h)|\/[a-z_]+)$/ },
  rust: { folders: [], ending: /\.rs$/ },
  ruby: { folders: ['/usr/lib/ruby'], ending: /\.rb$/ },
};

export const LINES = 2_000;
const MAX_BYTES = 100_000;

/**
 * Sources of about 2,000 lines (less where that is over 100 KB), made of whole files of real code one after another, so
 * that none is cut in two. Null where the machine has no code of that language.
 */
export function samplesOf(language, count) {
  const { folders, ending, joint } = places[language];
  const named = process.env[`CODE_${language.toUpperCase()}`];
  const folder = [...(named === undefined ? [] : [named]), ...folders].find((path) => existsSync(path));
  if (folder === undefined) return null;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !name.includes('node_modules') && statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .filter((text) => text.length < MAX_BYTES);
  const samples = [];
  let sample = [];
  for (const text of files) {
    const lines = text.split('\n');
    const together = [...sample, ...(joint !== undefined && sample.length > 0 ? [joint] : []), ...lines];
    if (sample.length > 0 && (together.length > LINES * 1.1 || Buffer.byteLength(together.join('\n')) > MAX_BYTES)) {
      if (sample.length > LINES / 2) samples.push(sample.join('\n'));
      sample = lines.length <= LINES * 1.1 ? lines : [];
    } else sample = together;
    if (samples.length === count) break;
  }
  if (samples.length === 0 && sample.length > 0) samples.push(sample.join('\n'));
  return samples;
}

/** The value below which a share of the values lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
