import type { ArchitectureLanguage, Coverage } from './architecture-report.js';
import { byText } from './discovery/relative-path.js';
import type { SourceSet } from './discovery/source-set.js';
import type { FileFacts } from './extraction/source-facts.js';

/** Below this share of resolved imports every view carries a warning. */
const ENOUGH = 0.95;

export function coverageOf(
  sources: SourceSet,
  facts: readonly FileFacts[],
  imports: Coverage['imports'],
  dropped: Coverage['dropped'],
): Coverage {
  return {
    files: {
      received: sources.paths.length + dropped.reduce((total, { files }) => total + files, 0),
      analysed: facts.length,
      by_language: countBy(facts.map(({ language }) => language)) as Partial<Record<ArchitectureLanguage, number>>,
    },
    lines: facts.reduce((total, { path }) => total + sources.lineCount(path), 0),
    dropped,
    imports,
    ratio: imports.internal === 0 ? 1 : Math.floor((imports.resolved / imports.internal) * 1000) / 1000,
  };
}

/** What every view must say: gaps in the reading, and a suspicious absence of dependencies. */
export function warningsOf({ ratio, imports, files }: Coverage, dependencies: number, unread: number): string[] {
  const warnings: string[] = [];
  if (unread > 0) warnings.push(`${unread} files were not read in time: the picture is not whole.`);
  if (ratio < ENOUGH) {
    warnings.push(
      `Only ${percent(ratio)} of the imports that look internal were found (${imports.unresolved} missing): see "unresolved".`,
    );
  }
  if (dependencies === 0 && files.analysed > 1) {
    warnings.push(`No dependency was found between ${files.analysed} files (${imports.total} imports were read).`);
  }
  return warnings;
}

/** The line below every picture's title. */
export function coverageLine({ files, lines, imports, ratio }: Coverage): string {
  return `${files.analysed} of ${files.received} files · ${lines} lines · ${imports.resolved} of ${imports.internal} internal imports resolved (${percent(ratio)})`;
}

/** Rounded down: 99.96 % is not 100 %. */
function percent(ratio: number): string {
  return `${Math.floor(ratio * 1000) / 10} %`;
}

export function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys.toSorted(byText)) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
