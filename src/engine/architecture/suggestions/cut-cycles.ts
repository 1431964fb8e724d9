import { type ArchitectureSuggestion, type Cycle, dependencyKinds } from '../architecture-report.js';
import { nameOf } from '../discovery/relative-path.js';
import { knotSizesWithout } from '../graph/cycles.js';
import { quantity, SHOWN, sum, type SuggestionInput } from './suggestion-input.js';

/** ARCH001: the smallest set of imports whose removal leaves a knot without a cycle. */
export function cutCycles({ files, cycles }: SuggestionInput): ArchitectureSuggestion[] {
  return cycles.slice(0, SHOWN).map((cycle) => {
    const runtime = cycle.kind === 'runtime';
    const kinds = runtime ? (['runtime'] as const) : dependencyKinds;
    return {
      rule_id: 'ARCH001',
      title: `Cut ${quantity(cycle.cut.length, 'import')} to untie ${cycle.files.length} files`,
      detail: detail(cycle),
      severity: runtime ? (cycle.files.length > 5 ? 'high' : 'medium') : 'low',
      confidence: runtime ? 0.95 : 0.8,
      effect: {
        before: figures(knotSizesWithout(files, kinds, [])),
        after: figures(knotSizesWithout(files, kinds, cycle.cut)),
      },
      evidence: cycle.cut.slice(0, SHOWN).flatMap(({ evidence }) => evidence.slice(0, 1)),
    };
  });
}

function detail({ kind, files, dependencies, cut }: Cycle): string {
  const [first] = cut;
  const example = first === undefined ? '' : `, such as ${nameOf(first.from)} → ${nameOf(first.to)}`;
  const knot = `${files.length} files reach each other through ${quantity(dependencies, 'import')}; without ${cut.length} of them${example}, no cycle is left among them.`;
  return kind === 'runtime'
    ? `${knot} Where only types are used, write \`import type\`; otherwise move what both sides need into a file of its own, or turn the dependency round with an interface.`
    : `${knot} Load order is not at risk, because the cycle needs imports that vanish or come late; moving the shared types into a file of their own unties it.`;
}

function figures(sizes: readonly number[]): Record<string, number> {
  return { cycles: sizes.length, largest_cycle: sizes[0] ?? 0, files_in_cycles: sum(sizes) };
}
