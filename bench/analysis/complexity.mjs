/**
 * Compares cyclomatic complexity, function by function, with the tool each community measures with: radon (Python) and
 * ESLint's `complexity` (JavaScript, TypeScript). Neither is a dependency: radon must be on PATH, and ESLINT_FOLDER must
 * name a folder in which `eslint` and `@typescript-eslint/parser` are installed.
 *
 *   node bench/analysis/complexity.mjs python <folder>
 *   ESLINT_FOLDER=… node bench/analysis/complexity.mjs javascript|typescript <folder>
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [language, folder] = process.argv.slice(2);
const built = new URL(`../../${process.env['CODEPITAMAH_DIST'] ?? 'dist'}/engine/`, import.meta.url);
const { parse } = await import(new URL('parse/parser.js', built).href);
const { measure } = await import(new URL('metrics/metrics.js', built).href);

const extensions = { python: /\.py$/, javascript: /\.[cm]?jsx?$/, typescript: /(?<!\.d)\.[cm]?tsx?$/ };
const files = readdirSync(folder, { recursive: true })
  .filter((name) => extensions[language].test(name))
  .map((name) => join(folder, name))
  .slice(0, Number(process.env['FILES'] ?? 400));

const oracle = language === 'python' ? radon : await eslint();
let equal = 0;
const differences = [];
for (const file of files) {
  const source = readFileSync(file, 'utf8');
  if (source.length > 400_000) continue;
  const expected = oracle(file, source);
  if (expected === null) continue;
  const tree = await parse(source, language, { filename: file, deadlineMs: 10_000 });
  const ours = new Map();
  for (const one of measure(tree).per_function) ours.set(key(one), one.cyclomatic_complexity);
  for (const [place, complexity] of expected) {
    if (ours.get(place) === complexity) equal += 1;
    else differences.push(`${file}:${place} theirs ${complexity} ours ${ours.get(place)}`);
  }
}
const all = equal + differences.length;
for (const line of differences.slice(0, Number(process.env['SHOW'] ?? 30))) console.log(line);
console.log(`${equal} of ${all} functions equal (${((100 * equal) / all).toFixed(2)} %), bar 95 %`);

function key({ location }) {
  return `${location.start.line}:${location.start.column}`;
}

function radon(file) {
  const [found] = Object.values(
    JSON.parse(execFileSync('radon', ['cc', '-j', file], { maxBuffer: 1 << 28 }).toString()),
  );
  if (found?.error !== undefined || found === undefined) return null;
  const places = new Map();
  const add = (block) => {
    if (block.type === 'class') {
      block.methods?.forEach(add);
      return;
    }
    places.set(`${block.lineno}:${block.col_offset + 1}`, block.complexity);
    block.closures?.forEach(add);
  };
  found.forEach(add);
  return places;
}

/** ESLint's own rule, made to report every function at the place where its node starts. */
async function eslint() {
  const require = createRequire(pathToFileURL(join(process.env['ESLINT_FOLDER'], 'package.json')));
  const { Linter } = require('eslint');
  const parser = language === 'typescript' ? { parser: require('@typescript-eslint/parser') } : {};
  const rule = require(join(process.env['ESLINT_FOLDER'], 'node_modules/eslint/lib/rules/complexity.js'));
  const placed = {
    create: (context) => {
      const report = ({ node, data }) => {
        // A field's initialiser is a code path of its own there, and starts where the function in it does.
        if (/^class /i.test(data.name)) return;
        const held = node.parent?.value === node && /^(MethodDefinition|Property)$/.test(node.parent.type);
        const whole =
          held && (node.parent.type === 'MethodDefinition' || node.parent.method || node.parent.kind !== 'init');
        const holder = whole ? node.parent : node;
        // With decorators theirs starts at the first of them, ours after the last.
        const decorator = holder.decorators?.at(-1);
        const first = decorator === undefined ? holder : context.sourceCode.getTokenAfter(decorator);
        const { line, column } = first.loc.start;
        context.report({ node, message: `${line}:${column + 1} ${data.complexity} ${node.type}` });
      };
      return rule.create({ sourceCode: context.sourceCode, options: [0], report });
    },
  };
  return (file, source) => {
    const ecmaFeatures = { jsx: /\.[jt]sx$/.test(file) || language === 'javascript' };
    for (const sourceType of ['module', 'commonjs']) {
      const configuration = {
        files: ['**/*'],
        languageOptions: { ...parser, sourceType, parserOptions: { ecmaFeatures } },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        plugins: { local: { rules: { placed } } },
        rules: { 'local/placed': 'error' },
      };
      const messages = new Linter({ configType: 'flat' }).verify(source, [configuration], {
        filename: 'source.js',
        allowInlineConfig: false,
      });
      if (messages.some((message) => message.fatal)) continue;
      const functions = messages.map(({ message }) => message.split(' ')).filter(([, , type]) => /Function/.test(type));
      return new Map(functions.map(([place, complexity]) => [place, Number(complexity)]));
    }
    return null;
  };
}
