import type { Category, Finding, Metrics, Scores, Severity } from './analysis-report.js';

/**
 * Scores from 0 to 100; docs/scores.md explains them to users, and holds the same numbers.
 *
 * Load is the sum of weight × confidence over the findings of a dimension; density is load per 1,000 lines of code, with at
 * least `MIN_LINES` lines so that a snippet is not judged by its shortness. The score is 100 · H / (H + density): it falls
 * steeply for the first findings, ever slower after, and reaches half at density H. Dilution has a limit: however long a
 * source is, its worst security finding caps the security score.
 */
const weights: Readonly<Record<Severity, number>> = { critical: 40, high: 20, medium: 8, low: 3, info: 0.5 };
const HALF_AT = 200;
const MIN_LINES = 100;

/** The security score with at least one finding of that severity (and at least even odds) is at most this. */
const caps: Readonly<Partial<Record<Severity, number>>> = { critical: 40, high: 65, medium: 85 };
const EVEN_ODDS = 0.5;
/** Nothing that means harm scores better. */
const DANGEROUS_CAP = 10;

type Dimension = 'security' | 'performance' | 'maintainability';

const dimensionOf: Readonly<Record<Category, Dimension>> = {
  security: 'security',
  dependency: 'security',
  performance: 'performance',
  algorithm: 'performance',
  memory: 'performance',
  async: 'performance',
  code_smell: 'maintainability',
  api_design: 'maintainability',
  data_flow: 'maintainability',
  testing: 'maintainability',
  correctness: 'maintainability',
};

/** A maintainability index of this much is as good as it needs to be. */
const GOOD_INDEX = 65;
/** A share of duplicated lines that takes the whole part for duplication. */
const MUCH_DUPLICATION = 0.3;

export function scoresOf(findings: readonly Finding[], metrics: Metrics, dangerous: boolean): Scores {
  const lines = metrics.lines_of_code;
  const fromFindings = (dimension: Dimension): number =>
    findingScore(
      findings.filter((finding) => dimensionOf[finding.category] === dimension),
      lines,
    );
  const security = Math.min(fromFindings('security'), securityCap(findings, dangerous));
  const performance = fromFindings('performance');
  const index = Math.min(100, (100 * metrics.maintainability_index) / GOOD_INDEX);
  const duplicated = lines === 0 ? 0 : Math.min(1, metrics.duplicated_lines / lines / MUCH_DUPLICATION);
  const maintainability = 0.5 * fromFindings('maintainability') + 0.35 * index + 0.15 * (100 - 100 * duplicated);
  const overall = 0.5 * security + 0.2 * performance + 0.3 * maintainability;
  return {
    security: Math.round(security),
    performance: Math.round(performance),
    maintainability: Math.round(maintainability),
    overall: Math.round(dangerous ? Math.min(overall, DANGEROUS_CAP) : overall),
  };
}

function findingScore(findings: readonly Finding[], lines: number): number {
  const load = findings.reduce((sum, { severity, confidence }) => sum + weights[severity] * confidence, 0);
  const density = (1_000 * load) / Math.max(MIN_LINES, lines);
  return (100 * HALF_AT) / (HALF_AT + density);
}

function securityCap(findings: readonly Finding[], dangerous: boolean): number {
  if (dangerous) return DANGEROUS_CAP;
  const likely = findings.filter(
    (finding) => dimensionOf[finding.category] === 'security' && finding.confidence >= EVEN_ODDS,
  );
  return Math.min(100, ...likely.map((finding) => caps[finding.severity] ?? 100));
}
