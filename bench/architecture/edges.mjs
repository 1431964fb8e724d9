/**
 * Compares the edges between files with independent judges, and measures what finding them costs.
 *
 *   npm run build && node bench/architecture/edges.mjs <folder> [<folder> …]
 *
 * Judges: TypeScript's own scanner and resolver for .ts and .tsx; for Python the standard library's `ast` with the path
 * rules of importlib (python3 on PATH). Bars: recall and precision ≥ 0.999 (TypeScript), ≥ 0.99 (Python); ≤ 5 ms/kLOC for
 * reading and resolving. Without a folder this project's own `src` is compared.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { filesOf } from './folder-files.mjs';
import { typescriptEdges } from './typescript-oracle.mjs';

const built = new URL(`../../${process.env['CODEPITAMAH_DIST'] ?? 'dist'}/engine/`, import.meta.url);
const { generateArchitecture } = await import(new URL('architecture/generate-architecture.js', built).href);
const { SourceSet } = await import(new URL('architecture/discovery/source-set.js', built).href);
const { CompilerOptionsLoader } = await import(new URL('architecture/discovery/compiler-options.js', built).href);
const { readManifests } = await import(new URL('architecture/discovery/package-manifest.js', built).href);
const { readFiles } = await import(new URL('architecture/extraction/read-files.js', built).href);

const folders = process.argv.slice(2);
if (folders.length === 0) folders.push(fileURLToPath(new URL('../../src', import.meta.url)));

for (const folder of folders) {
  const files = filesOf(folder);
  console.log(`\n${folder}: ${files.length} files`);
  await cost(files);
  const report = await generateArchitecture({ files, dropped: [] }, 60_000);
  const edges = report.relations.filter(({ level }) => level === 'file').map(({ from, to }) => `${from} > ${to}`);
  const { coverage } = report;
  console.log(`  ${coverage.imports.resolved} of ${coverage.imports.internal} internal imports resolved`);
  const typescript = files.filter(({ path }) => /\.[cm]?tsx?$/.test(path));
  if (typescript.length > 0)
    compare('TypeScript', edges.filter(isBetween(/\.[cm]?tsx?$/)), typescriptEdges(folder, typescript));
  if (files.some(({ path }) => path.endsWith('.py')))
    compare('Python', edges.filter(isBetween(/\.py$/)), pythonEdges(folder));
}

function isBetween(extension) {
  return (edge) => edge.split(' > ').every((path) => extension.test(path));
}

function pythonEdges(folder) {
  const oracle = fileURLToPath(new URL('python_oracle.py', import.meta.url));
  const output = execFileSync('python3', [oracle, folder], { maxBuffer: 256 * 1024 * 1024 }).toString();
  return new Set(output.split('\n').filter((line) => line !== ''));
}

function compare(name, ours, theirs) {
  const own = new Set(ours);
  const missing = [...theirs].filter((edge) => !own.has(edge));
  const extra = [...own].filter((edge) => !theirs.has(edge));
  const both = theirs.size - missing.length;
  console.log(
    `  ${name}: ours ${own.size}, judge ${theirs.size}; recall ${ratio(both, theirs.size)}, precision ${ratio(both, own.size)}`,
  );
  for (const edge of missing.slice(0, Number(process.env['SHOW'] ?? 5))) console.log(`    missing ${edge}`);
  for (const edge of extra.slice(0, Number(process.env['SHOW'] ?? 5))) console.log(`    extra   ${edge}`);
}

function ratio(part, whole) {
  return (whole === 0 ? 1 : part / whole).toFixed(4);
}

/** CPU ms per 1,000 lines of reading (the best of five rounds) and of the whole generation. */
async function cost(files) {
  const reading = [];
  const whole = [];
  let lines = 0;
  for (let round = 0; round < 5; round += 1) {
    const sources = new SourceSet(files);
    const diagnostics = [];
    const options = new CompilerOptionsLoader(sources, readManifests(sources, diagnostics), diagnostics);
    const start = process.cpuUsage();
    const { facts } = await readFiles(sources, options, Infinity, diagnostics);
    reading.push(cpuSince(start));
    lines = facts.reduce((total, { path }) => total + sources.lineCount(path), 0);
    if (round < 3) {
      const begin = process.cpuUsage();
      await generateArchitecture({ files, dropped: [] }, 60_000);
      whole.push(cpuSince(begin));
    }
  }
  const perKloc = (rounds) => (Math.min(...rounds) / (lines / 1_000)).toFixed(2);
  console.log(
    `  ${lines} lines; CPU ms/kLOC: reading ${perKloc(reading)} (bar 5), everything with three pictures ${perKloc(whole)}`,
  );
}

function cpuSince(start) {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
