import { analyzeManifest, manifestResults } from './dependencies/analyze-manifest.js';
import { manifestFormatOf } from './dependencies/manifest-formats.js';
import { EngineRefusalError } from './engine-refusal.js';
import type { AnalyzeJob } from './job.js';
import { damageOf, detectLanguage, MAX_DAMAGE } from './languages/detect.js';
import { likelyLanguages } from './languages/hints.js';
import { languages } from './languages/names.js';
import { isSupported, supportedLanguages } from './parse/grammars.js';
import { parse, ParseDeadlineError } from './parse/parser.js';
import { nestsTooDeep, withoutDeepNests } from './parse/nesting.js';
import { refusalOf } from './parse/source-guard.js';
import type { AnalysisReport, Diagnostic } from './report/analysis-report.js';
import { assemble, incomplete } from './report/assemble.js';
import { partialReport } from './report/partial-report.js';
import type { RuleResults } from './report/rule-results.js';
import type { LanguageId, SyntaxTree } from './tree/syntax-tree.js';

/** Runs the rules that a job asks for over a tree. */
export type RuleRunner = (tree: SyntaxTree, job: AnalyzeJob) => RuleResults | Promise<RuleResults>;

/** At most so many places that could not be read are listed. */
const MAX_SYNTAX_ERRORS = 10;

/**
 * Analyses one source: guard, language, parse, rules and metrics, report. What is over a budget comes back partial.
 * @throws EngineRefusalError when the input is no code of a language that can be analysed.
 */
export async function analyze(job: AnalyzeJob, runRules: RuleRunner): Promise<AnalysisReport> {
  const refusal = refusalOf(job.code);
  if (refusal === 'binary_code') throw new EngineRefusalError(refusal, 'The code holds bytes that text does not hold.');
  if (refusal === 'empty_code') throw new EngineRefusalError(refusal, 'The code holds nothing but white space.');
  const manifest = manifestFormatOf(job.filename, job.language);
  if (manifest !== null && manifest.program !== true) return analyzeManifest(job, manifest);
  const language = manifest?.language ?? (await languageOf(job));
  const isDeep = nestsTooDeep(job.code, language);
  try {
    const code = isDeep ? withoutDeepNests(job.code, language) : job.code;
    const tree = await parse(code, language, { filename: job.filename });
    const results = await runRules(tree, job);
    const found = manifest === null ? results : together(results, manifestResults(job, manifest, tree));
    if (!isDeep) return assemble(tree, job.filename, found, diagnose(tree));
    // A fix could hold what stands in place of the nest.
    const findings = found.findings.map(({ fix: _fix, ...finding }) => finding);
    return assemble(tree, job.filename, { ...found, findings }, [tooDeep, ...diagnose(tree)]);
  } catch (error) {
    if (!(error instanceof ParseDeadlineError)) throw error;
    return partialReport(job.code, language, job.filename, 'The code took too long to parse.');
  }
}

const tooDeep = incomplete('Part of the code nests too deep: it was not read, and the rest was analysed.');

/** A manifest that is a program too: what is said of both. */
function together(program: RuleResults, manifest: RuleResults): RuleResults {
  return {
    ...program,
    findings: [...program.findings, ...manifest.findings],
    rulesRun: program.rulesRun + manifest.rulesRun,
    dangerous: program.dangerous || manifest.dangerous,
    partial: program.partial || manifest.partial,
    abridged: [...(program.abridged ?? []), ...(manifest.abridged ?? [])],
  };
}

async function languageOf(job: AnalyzeJob): Promise<LanguageId> {
  const language = job.language ?? (await detectLanguage(job.code, job.filename));
  if (language === null) {
    throw new EngineRefusalError(
      'unknown_language',
      `The language could not be told from the code: name it in \`language\` (${supportedLanguages.join(', ')}).`,
    );
  }
  if (isSupported(language)) return language;
  throw new EngineRefusalError(
    'unknown_language',
    `${titleOf(language)} cannot be analysed yet; these can: ${supportedLanguages.join(', ')}.`,
  );
}

function titleOf(language: LanguageId): string {
  return languages.find(({ id }) => id === language)?.title ?? language;
}

/** What the parser could not read, and the suspicion that the code is in another language than it was taken for. */
function diagnose(tree: SyntaxTree): Diagnostic[] {
  if (tree.errors.length === 0) return [];
  const diagnostics: Diagnostic[] = [];
  const [likely] = likelyLanguages(tree.source);
  if (damageOf(tree) > MAX_DAMAGE && likely !== undefined && likely.language !== tree.language) {
    diagnostics.push({
      code: 'language_mismatch',
      message: `This hardly reads as ${titleOf(tree.language)}; it looks like ${titleOf(likely.language)}.`,
    });
  }
  for (const error of tree.errors.slice(0, MAX_SYNTAX_ERRORS)) {
    const missing = error.start === error.end;
    diagnostics.push({
      code: 'syntax_error',
      message: missing ? `Expected "${error.kind}" here.` : 'This could not be read; the code around it was analysed.',
      location: { start: tree.position(error.start), end: tree.position(error.end) },
    });
  }
  if (tree.errors.length > MAX_SYNTAX_ERRORS) {
    const more = tree.errors.length - MAX_SYNTAX_ERRORS;
    diagnostics.push({ code: 'syntax_error', message: `${more} more places could not be read.` });
  }
  return diagnostics;
}
