import type { Severity } from '../../report/analysis-report.js';

const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};
const privileges = { U: { N: 0.85, L: 0.62, H: 0.27 }, C: { N: 0.85, L: 0.68, H: 0.5 } } as const;

/** Base score of a CVSS 3.0 or 3.1 vector, 0 to 10 (the specification's §7.1); null when it is none. */
export function cvss3Score(vector: string): number | null {
  if (!/^CVSS:3\.[01]\//.test(vector)) return null;
  const metrics = new Map(
    vector.split('/').map((part): [string, string] => [part.split(':')[0] ?? '', part.split(':')[1] ?? '']),
  );
  const weight = (name: string): number => weights[name]?.[metrics.get(name) ?? ''] ?? NaN;
  const changed = metrics.get('S') === 'C';
  const required = (changed ? privileges.C : privileges.U) as Readonly<Record<string, number>>;
  const loss = 1 - (1 - weight('C')) * (1 - weight('I')) * (1 - weight('A'));
  const impact = changed ? 7.52 * (loss - 0.029) - 3.25 * (loss - 0.02) ** 15 : 6.42 * loss;
  const exploitability = 8.22 * weight('AV') * weight('AC') * (required[metrics.get('PR') ?? ''] ?? NaN) * weight('UI');
  const score = impact <= 0 ? 0 : Math.min(10, (changed ? 1.08 : 1) * (impact + exploitability));
  return Number.isNaN(score) || Number.isNaN(exploitability)
    ? null
    : Math.ceil(Math.round(score * 100_000) / 10_000) / 10;
}

/** The specification's qualitative scale. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}
