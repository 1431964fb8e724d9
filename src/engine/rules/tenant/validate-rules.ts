import { detectLanguage } from '../../languages/detect.js';
import { EngineRefusalError } from '../../engine-refusal.js';
import type { RulesJob } from '../../job.js';
import { isSupported, supportedLanguages } from '../../parse/grammars.js';
import { parse } from '../../parse/parser.js';
import { nestsTooDeep } from '../../parse/nesting.js';
import type { LanguageId } from '../../tree/syntax-tree.js';
import type { RuleFinding } from '../rule.js';
import { SourceFile } from '../source-file.js';
import { type CompileBudget, compileTenantRule, TooManyPatternsError } from './compile-tenant-rule.js';
import { noRules } from '../../report/partial-report.js';
import type { RuleFault } from './rule-fault.js';
import { runTenantRules } from './run-tenant-rules.js';
import { verifiedFixes } from '../verify-fixes.js';
import { readTenantRules, type TenantRule, type TenantRuleFile } from './tenant-rule.js';

/** What POST /rules/validate answers. */
export interface RuleFileReport {
  valid: boolean;
  /** Every mistake, in the order of the file. */
  errors: RuleFault[];
  rules: { id: string; languages: string[]; severity: string; category: string; mode: 'search' | 'taint' }[];
  /** What the rules find in the code that was sent; null without code, or when the file is not valid. */
  dry_run: {
    language: LanguageId;
    partial: boolean;
    findings: RuleFinding[];
    /** Time of each rule that ran, ms. */
    rules: { id: string; findings: number; duration_ms: number }[];
    /** Ids of rules that a budget cut short. */
    incomplete: string[];
  } | null;
}

const compiledPatterns = 4_000;

/** Checks a rule file: what it says, its patterns in every language it names, and what it finds in a piece of code. */
export async function validateRules(job: RulesJob): Promise<RuleFileReport> {
  const { rules, readable, faults } = readTenantRules(job.rules);
  const incomplete = await compileAll(readable);
  inOrder(faults);
  const report: RuleFileReport = {
    valid: faults.length === 0,
    errors: faults,
    rules: rules.map(({ id, languages, anyLanguage, severity, category, taint }) => ({
      id,
      languages: [...languages, ...(anyLanguage ? ['regex'] : [])],
      severity,
      category,
      mode: taint ? 'taint' : 'search',
    })),
    dry_run: null,
  };
  if (!report.valid || job.code === null) return report;
  return { ...report, dry_run: await dryRun(job, job.code, rules, incomplete) };
}

/** Every mistake of a rule file that has some, those in its patterns too. */
export async function allFaults({ readable, faults }: TenantRuleFile): Promise<RuleFault[]> {
  await compileAll(readable);
  return inOrder(faults);
}

function inOrder(faults: RuleFault[]): RuleFault[] {
  return faults.sort((left, right) => left.line - right.line || left.column - right.column);
}

async function compileAll(rules: readonly TenantRule[]): Promise<string[]> {
  const budget: CompileBudget = { patterns: compiledPatterns };
  const incomplete: string[] = [];
  for (const rule of rules) {
    try {
      for (const language of rule.languages.filter(isSupported))
        await compileTenantRule(rule, language, budget, { units: 0 });
    } catch (error) {
      if (!(error instanceof TooManyPatternsError)) throw error;
      incomplete.push(rule.id);
    }
  }
  return incomplete;
}

async function dryRun(
  job: RulesJob,
  code: string,
  rules: readonly TenantRule[],
  uncompiled: readonly string[],
): Promise<RuleFileReport['dry_run']> {
  const [only] = new Set(rules.flatMap(({ languages }) => languages)).size === 1 ? (rules[0]?.languages ?? []) : [];
  const language = job.language ?? (await detectLanguage(code, job.filename)) ?? only ?? null;
  if (language === null || !isSupported(language)) {
    throw new EngineRefusalError(
      'unknown_language',
      `The language could not be told from the code: name it in \`language\` (${supportedLanguages.join(', ')}).`,
    );
  }
  if (nestsTooDeep(code, language))
    return { language, partial: true, findings: [], rules: [], incomplete: [...uncompiled] };
  const tree = await parse(code, language, { filename: job.filename });
  const run = await runTenantRules(new SourceFile(tree, job.filename), rules);
  const findings = await verifiedFixes(tree, job.filename, run.findings, async (fixed) => ({
    ...noRules,
    ...(await runTenantRules(new SourceFile(fixed, job.filename), rules)),
  }));
  const incomplete = [...new Set([...uncompiled, ...run.incomplete])];
  return { language, partial: incomplete.length > 0, findings, rules: run.perRule, incomplete };
}
