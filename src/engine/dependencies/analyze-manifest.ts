import type { AnalyzeJob } from '../job.js';
import type { AnalysisReport, Diagnostic } from '../report/analysis-report.js';
import { assemble } from '../report/assemble.js';
import type { RuleResults } from '../report/rule-results.js';
import { tenantRulesOf } from '../rules/run-job-rules.js';
import { suppressed } from '../suppressions/suppress.js';
import { IndexedTree } from '../tree/indexed-tree.js';
import type { LanguageId, SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { dependencyFindings } from './dependency-findings.js';
import type { Manifest } from './manifest.js';
import type { ManifestFormat } from './manifest-formats.js';

/**
 * The report about a manifest: its language is that of its ecosystem, its metrics are counts of lines. Rules of a request's
 * own need code: they are checked, and not run.
 * @throws EngineRefusalError when the request's rules cannot be read.
 */
export async function analyzeManifest(job: AnalyzeJob, format: ManifestFormat): Promise<AnalysisReport> {
  await tenantRulesOf(job);
  const manifest = format.read(job.code);
  const tree = manifestTree(job.code, format.language, manifest);
  return assemble(tree, job.filename, manifestResults(job, format, tree), faultsOf(manifest, tree));
}

/** What the rules of manifests say, with what comments silence marked. @param tree holds the comments. */
export function manifestResults(job: AnalyzeJob, format: ManifestFormat, tree: SyntaxTree): RuleResults {
  const selection = { categories: job.categories, rules: job.rules, minSeverity: job.min_severity };
  const { findings, ...rest } = dependencyFindings(job.code, format.read, selection);
  return { ...rest, findings: suppressed(tree, findings, job.honor_suppressions ?? []) };
}

/** A tree of nothing but comments: lines can be counted and comments read, and no rule for code finds anything. */
function manifestTree(source: string, language: LanguageId, { comments }: Manifest): SyntaxTree {
  const children: SyntaxNode[] = [];
  const common = { field: null, named: true };
  const size = comments.length + 1;
  const root: SyntaxNode = {
    ...common,
    id: 0,
    kind: 'manifest',
    start: 0,
    end: 0,
    parent: null,
    children,
    subtreeEnd: size,
  };
  for (const [at, { start, end }] of comments.entries()) {
    children.push({
      ...common,
      id: at + 1,
      kind: 'comment',
      start,
      end,
      parent: root,
      children: [],
      subtreeEnd: at + 2,
    });
  }
  return new IndexedTree(language, source, [root, ...children], []);
}

function faultsOf({ fault }: Manifest, tree: SyntaxTree): Diagnostic[] {
  if (fault === null) return [];
  const location = { start: tree.position(fault.start), end: tree.position(fault.end) };
  return [{ code: 'syntax_error', message: `${fault.message} What could be read was analysed.`, location }];
}
