import { dependencyFindings } from './dependencies/dependency-findings.js';
import { type ManifestFormat, manifestFormatOf } from './dependencies/manifest-formats.js';
import { withoutLock } from './dependencies/without-lock.js';
import { detectLanguage } from './languages/detect.js';
import { isSupported } from './parse/grammars.js';
import { parse } from './parse/parser.js';
import { nestsTooDeep } from './parse/nesting.js';
import { refusalOf } from './parse/source-guard.js';
import type { ProgramFile } from './flow/program/part.js';
import { ProgramFlow } from './flow/program/program-flow.js';
import { originsOf } from './flow/value-origin.js';
import { loadRules } from './rules/load-rules.js';
import { runRulesOn, type RunOptions } from './rules/run-rules.js';
import { withUnfolded } from './rules/unfold/run-unfolded.js';
import type { RuleFinding } from './rules/rule.js';
import { SourceFile as RuleSourceFile } from './rules/source-file.js';
import type { SourceFile } from './job.js';

/** What rules find in one file of a program; steps of a trace may stand in other files. */
export interface FileFindings {
  path: string;
  findings: RuleFinding[];
}

export interface ProgramFindings {
  files: FileFindings[];
  /** Paths that were not looked into: no code, no language, too deep. */
  skipped: string[];
  partial: boolean;
}

/**
 * Runs the rules over several files of one program, with flow across them: a value that enters in one file and reaches its
 * sink in another is reported at the sink, each step of its trace with the file it stands in.
 */
export async function analyzeProgram(
  sources: readonly SourceFile[],
  options: RunOptions = {},
): Promise<ProgramFindings> {
  const files: ProgramFile[] = [];
  const skipped: string[] = [];
  const manifests = new Map<string, RuleFinding[]>();
  const paths = new Set(sources.map(({ path }) => path));
  let partial = false;
  for (const { path, content } of [...sources].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const manifest = refusalOf(content) === null ? manifestFormatOf(path) : null;
    if (manifest) {
      const run = ofManifest(path, content, manifest, paths, options);
      partial ||= run.partial;
      manifests.set(path, run.findings);
      if (manifest.program !== true) continue;
    }
    const language = manifest?.language ?? (refusalOf(content) === null ? await detectLanguage(content, path) : null);
    if (language === null || !isSupported(language) || nestsTooDeep(content, language)) skipped.push(path);
    else files.push({ path, tree: await parse(content, language, { filename: path }) });
  }
  const flow = new ProgramFlow(files, goModule(sources));
  const rules = await loadRules();
  const found: FileFindings[] = [];
  for (const { path, tree } of files) {
    const interpreter = flow.interpreterOf(path);
    const file = new RuleSourceFile(tree, path, interpreter ? originsOf(interpreter) : undefined, (node) => {
      const other = flow.fileOf(node);
      return other?.path === path ? null : other;
    });
    const own = { ...options, filename: path };
    const run = await withUnfolded(file, rules, own, runRulesOn(file, rules, own));
    partial ||= run.partial;
    found.push({ path, findings: [...run.findings, ...(manifests.get(path) ?? [])] });
  }
  const data = [...manifests].filter(([path]) => !found.some((file) => file.path === path));
  const all = [...found, ...data.map(([path, findings]): FileFindings => ({ path, findings }))];
  return { files: all.sort((a, b) => (a.path < b.path ? -1 : 1)), skipped, partial };
}

/** The path that go.mod gives the program; null without one or with several. */
function goModule(sources: readonly SourceFile[]): string | null {
  const found = sources.filter(({ path }) => /(?:^|\/)go\.mod$/.test(path));
  return found.length === 1 ? (/^[ \t]*module\s+"?([^\s"]+)/m.exec(found[0]?.content ?? '')?.[1] ?? null) : null;
}

function ofManifest(
  path: string,
  content: string,
  format: ManifestFormat,
  paths: ReadonlySet<string>,
  options: RunOptions,
): { findings: RuleFinding[]; partial: boolean } {
  const { findings, partial } = dependencyFindings(content, format.read, options, () =>
    withoutLock(path, format, paths, content),
  );
  return { findings, partial };
}
