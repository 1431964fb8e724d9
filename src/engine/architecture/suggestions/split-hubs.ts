import type { ArchitectureSuggestion } from '../architecture-report.js';
import { isTest } from '../components/component-map.js';
import { nameOf } from '../discovery/relative-path.js';
import { SHOWN, type SuggestionInput } from './suggestion-input.js';

/** A hub has at least this many files on either side, and each side more than this share of all files. */
const LEAST_DEGREE = 10;
const LEAST_SHARE = 0.05;

/** ARCH003: a file that many need and that needs many, so that a change anywhere can reach everywhere through it. */
export function splitHubs({ files, evidenceOf }: SuggestionInput): ArchitectureSuggestion[] {
  const graph = files.digraph(['runtime', 'dynamic']);
  const least = Math.max(LEAST_DEGREE, files.files.length * LEAST_SHARE);
  return files.files
    .map((file, at) => ({ file, at, into: graph.predecessors[at]?.size ?? 0, out: graph.successors[at]?.size ?? 0 }))
    .filter(({ file, into, out }) => Math.min(into, out) >= least && !isTest(file))
    .sort((a, b) => b.into * b.out - a.into * a.out || a.at - b.at)
    .map(({ file, at, into, out }) => ({
      rule_id: 'ARCH003',
      title: `Split the hub ${nameOf(file)}`,
      detail: `${file} is needed by ${into} files and needs ${out} itself, so a change anywhere can reach everywhere through it. Split it by caller, or let it depend on interfaces.`,
      severity: 'medium',
      confidence: 0.75,
      effect: null,
      evidence: [...graph.next(at)]
        .slice(0, SHOWN)
        .flatMap((to) => evidenceOf(file, files.files[to] as string).slice(0, 1)),
    }));
}
