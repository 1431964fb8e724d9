import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { analyzeProgram, type ProgramFindings } from '../../analyze-program.js';

/** test/fixtures/programs: files that all versions of a program have, and those that make it unsafe or safe. */
interface ProgramPair {
  name: string;
  finds: string;
  at: string;
  from: string;
  files: Record<string, string>;
  unsafe: Record<string, string>;
  safe: Record<string, string>;
}

const folder = new URL('../../../../test/fixtures/programs/', import.meta.url);

function pairsOf(file: string): ProgramPair[] {
  return parse(readFileSync(new URL(file, folder), 'utf8')) as ProgramPair[];
}

async function analysed(files: Record<string, string>, turned = false): Promise<ProgramFindings> {
  const sources = Object.entries(files).map(([path, content]) => ({ path, content }));
  return analyzeProgram(turned ? sources.toReversed() : sources, { categories: ['security'] });
}

function severe(report: ProgramFindings): { rule: string; at: string; from: string }[] {
  return report.files.flatMap(({ path, findings }) =>
    findings
      .filter(({ severity }) => severity === 'critical' || severity === 'high')
      .map(({ rule_id: rule, location, trace }) => ({
        rule,
        at: `${path}:${location.start.line}`,
        from: `${trace?.[0]?.file ?? path}:${trace?.[0]?.location.start.line ?? 0}`,
      })),
  );
}

describe.each(readdirSync(folder).map((file) => file.replace('.yaml', '')))(
  'programs of several files, %s',
  (language) => {
    it.each(pairsOf(`${language}.yaml`).map((pair) => [pair.name, pair] as const))('%s', async (_name, pair) => {
      const report = await analysed({ ...pair.files, ...pair.unsafe });
      expect(severe(report)).toContainEqual({ rule: pair.finds, at: pair.at, from: pair.from });
      expect(severe(await analysed({ ...pair.files, ...pair.safe }))).toEqual([]);
      const again = await analysed({ ...pair.files, ...pair.unsafe }, true);
      expect(JSON.stringify(again)).toBe(JSON.stringify(report));
    });
  },
);
