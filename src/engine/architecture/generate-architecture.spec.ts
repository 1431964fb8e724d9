import * as fc from 'fast-check';
import { generateArchitecture } from './generate-architecture.js';

function generate(files: Record<string, string>) {
  return generateArchitecture({
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
    dropped: [],
  });
}

const project = {
  'package.json': '{"name":"shop","dependencies":{"pg":"8","express":"5"}}',
  'tsconfig.json': '{"extends":"@tsconfig/strictest","compilerOptions":{"paths":{"@orders/*":["./src/orders/*"]}}}',
  'src/main.ts': `import { app } from './api/app.js';\napp.listen(3000);\n`,
  'src/api/app.ts': `import express from 'express';\nimport { orders } from '@orders/orders';\n\nexport const app = express();\napp.get('/orders', orders);\n`,
  'src/orders/orders.ts': `import { Pool } from 'pg';\nimport type { Bill } from '../billing/bill.js';\nexport const orders = (bill: Bill) => new Pool().query(bill.id);\n`,
  'src/billing/bill.ts': `import { orders } from '../orders/orders.js';\nimport { missing } from './missing.js';\nexport interface Bill { id: string }\nexport const total = () => [orders, missing];\n`,
};

describe('generateArchitecture', () => {
  it('tells relations with the lines that prove them', async () => {
    const report = await generate(project);
    const evidence = [
      ...report.relations.flatMap((each) => each.evidence),
      ...report.unresolved.flatMap((each) => each.evidence),
      ...report.entry_points.flatMap((each) => each.evidence),
      ...report.data_stores.flatMap((each) => each.evidence),
      ...report.suggestions.flatMap((each) => each.evidence),
      ...report.cycles.flatMap((each) => [...each.witness.evidence, ...each.cut.flatMap((cut) => cut.evidence)]),
    ];
    expect(evidence.length).toBeGreaterThan(8);
    for (const { path, line, column, text } of evidence) {
      const source = project[path as keyof typeof project].split('\n')[line - 1] as string;
      expect(source.trim()).toBe(text);
      expect(column).toBeLessThanOrEqual(source.length);
    }
    const arrows = report.relations.filter(({ level }) => level === 'file').map(({ from, to }) => `${from} > ${to}`);
    expect(arrows).toEqual([
      'src/api/app.ts > src/orders/orders.ts',
      'src/billing/bill.ts > src/orders/orders.ts',
      'src/main.ts > src/api/app.ts',
      'src/orders/orders.ts > src/billing/bill.ts',
    ]);
  });

  it('reports what was not found, what the configuration lacks, and a low coverage in every view', async () => {
    const report = await generate(project);
    expect(report.unresolved).toEqual([expect.objectContaining({ specifier: './missing.js', kind: 'runtime' })]);
    expect(report.coverage.imports).toMatchObject({ internal: 5, resolved: 4, unresolved: 1 });
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['tsconfig_extends_missing', 'coverage']);
    for (const { warnings, svg } of Object.values(report.views)) {
      expect(warnings).toEqual([expect.stringContaining('Only 80 %')]);
      expect(svg).toContain('Only 80 %');
    }
  });

  it('never answers no dependency at all without a warning', async () => {
    const report = await generate({ 'a.ts': 'export {};', 'b.ts': 'export {};' });
    expect(report.views.dependencies.warnings).toEqual([expect.stringContaining('No dependency was found')]);
  });

  it('tells a cycle by types alone from one at run time', async () => {
    const typed = await generate({
      'a.ts': `import type { B } from './b'; export interface A { b: B }`,
      'b.ts': `import { a } from './c'; export interface B { n: 1 } export const b = a;`,
      'c.ts': `import { A } from './a'; export const a = {} as A;`,
    });
    expect(typed.cycles.map(({ kind, files }) => [kind, files.length])).toEqual([['type-only', 3]]);
    expect(typed.metrics).toMatchObject({ runtime_cycle_sizes: [], all_cycle_sizes: [3] });
    const loaded = await generate({
      'a.ts': `import { b } from './b'; export const a = b;`,
      'b.ts': `import { a } from './a'; export const b = a;`,
    });
    expect(loaded.cycles.map(({ kind }) => kind)).toEqual(['runtime']);
    const clean = await generate({
      'a.ts': `import { b } from './b'; export const a = b;`,
      'b.ts': 'export const b = 1;',
    });
    expect(clean.cycles).toEqual([]);
    expect(clean.suggestions).toEqual([]);
  });

  it('advises a cut that unties the cycle when it is followed', async () => {
    const files = {
      'a.ts': `import { b } from './b';\nimport { c } from './c';\nexport const a = [b, c];`,
      'b.ts': `import { a } from './a';\nexport const b = a;`,
      'c.ts': `import { a } from './a';\nimport { b } from './b';\nexport const c = [a, b];`,
    };
    const before = await generate(files);
    const [advice] = before.suggestions;
    expect(advice).toMatchObject({ rule_id: 'ARCH001', effect: { before: { cycles: 1 }, after: { cycles: 0 } } });
    const cut: Record<string, string> = { ...files };
    for (const { from, evidence } of before.cycles[0]?.cut ?? []) {
      for (const { text } of evidence) cut[from] = (cut[from] ?? '').replace(text, '');
    }
    expect((await generate(cut)).cycles).toEqual([]);
  });

  it('gives the same bytes whatever the order of the upload', async () => {
    const files = Object.entries(project).map(([path, content]) => ({ path, content }));
    const expected = JSON.stringify(await generate(project));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(files, { minLength: files.length }), async (shuffled) => {
        expect(JSON.stringify(await generateArchitecture({ files: shuffled, dropped: [] }))).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('answers in part when the time is over, and says where it stopped', async () => {
    const report = await generateArchitecture({ files: [{ path: 'a.ts', content: '' }], dropped: [] }, -1);
    expect(report.partial).toBe(true);
    expect(report.diagnostics[0]).toMatchObject({ code: 'analysis_incomplete', path: 'a.ts' });
  });

  it('reads past a file that nests too deep to be parsed', async () => {
    const report = await generate({ 'a.ts': `${'('.repeat(50_000)}`, 'b.ts': 'import "./c"', 'c.ts': '' });
    expect(report.diagnostics).toEqual([expect.objectContaining({ code: 'too_deep', path: 'a.ts' })]);
    expect(report.metrics.dependencies).toBe(1);
  });
});
