/** The rules that the three plug-ins recommend, on the files of a list: node eslint.mjs PEERS LANGUAGE LIST [warm]. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { timed } from './timed.mjs';

const [peers, language, list, warm] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(peers, 'package.json')));
const load = async (name) => {
  const loaded = await import(pathToFileURL(require.resolve(name)).href);
  return loaded.default ?? loaded;
};
const { Linter } = await load('eslint');
const security = await load('eslint-plugin-security');
const sonarjs = await load('eslint-plugin-sonarjs');
const unsanitized = await load('eslint-plugin-no-unsanitized');
const languageOptions = language === 'typescript' ? { parser: await load('@typescript-eslint/parser') } : {};
// A pattern without an ending would match no TypeScript.
const everywhere = { files: ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'].map((ending) => `**/*.${ending}`) };
const configuration = [
  { ...everywhere, languageOptions: { ...languageOptions, parserOptions: { ecmaFeatures: { jsx: true } } } },
  { ...everywhere, ...security.configs.recommended },
  { ...everywhere, ...sonarjs.configs.recommended },
  { ...everywhere, ...unsanitized.configs.recommended },
];
const files = readFileSync(list, 'utf8').split('\n');

await timed(warm === 'warm', () => {
  const linter = new Linter({ configType: 'flat', cwd: '/' });
  let findings = 0;
  for (const filename of files) {
    findings += linter.verify(readFileSync(filename, 'utf8'), configuration, { filename }).length;
  }
  return findings;
});
