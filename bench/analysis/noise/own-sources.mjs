import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MOST_BYTES = 400_000;
const endings = {
  python: /\.py$/,
  javascript: /\.[cm]?jsx?$/,
  typescript: /(?<!\.d)\.[cm]?tsx?$/,
  java: /\.java$/,
  csharp: /\.cs$/,
  go: /\.go$/,
  php: /\.php$/,
  c: /\.[ch]$/,
  cpp: /\.(cc|cpp|cxx|h|hpp)$/,
  ruby: /\.(rb|rake)$/,
  rust: /\.rs$/,
};
/** Folders of tests, of examples, of what others wrote and of what was built. */
const foreignFolder = new RegExp(
  `(^|/)(${[
    '\\.[^/]+',
    'tests?|__tests__|specs?|e2e|unit-?tests?|perf|fuzz(ing)?|integration-testsuite',
    'test(data|ing|suite|helper|-utils)?s?|[^/]*\\.?tests?|fixtures?|mocks?',
    'vendor|third[_-]party|node_modules|dist|build|generated',
    'docs?|documentation|examples?|sandbox|samples?|demos?|bench(marks?)?',
  ].join('|')})/`,
  'i',
);
const foreignFile =
  /([._-](test|spec|tests|min|generated|pb|d)\.[a-z]+$)|_test\.go$|Tests?\.(java|cs|php)$|(^|\/)test_[^/]*$/;

/** A program's own files of one language, whole, in the order of a hash of their paths. */
export function* ownSources(home, language) {
  if (!existsSync(home)) throw new Error(`there is no ${home}`);
  const paths = readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((path) => endings[language].test(path) && !foreignFolder.test(path) && !foreignFile.test(path))
    .sort(byHash((path) => path));
  for (const path of paths) {
    const code = readFileSync(join(home, path), 'utf8');
    if (code.length <= MOST_BYTES && code.trim() !== '') yield { path, code };
  }
}

/** Orders items as if by chance, always the same. */
export function byHash(keyOf) {
  const hash = (item) => createHash('sha256').update(keyOf(item)).digest('hex');
  return (a, b) => (hash(a) < hash(b) ? -1 : 1);
}
