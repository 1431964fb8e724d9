import { type ArchitectureSuggestion, dependencyKinds } from '../architecture-report.js';
import { isTest } from '../components/component-map.js';
import { quantity, SHOWN, type SuggestionInput } from './suggestion-input.js';

/** Files that tools and frameworks find by their place or name. */
const loadedByName =
  /(^|\/)(__init__|setup|conftest|manage)\.py$|\.config\.[cm]?[jt]s$|\.d\.[cm]?ts$|(^|\/)(bin|scripts?|tools?|migrations?|examples?|docs?|bench|pages)\/|(^|\/)\./;

/** ARCH009: nothing imports the file, it imports nothing, and it is no known start of a program. */
export function removeOrphans({ files, entryPoints, firstLine }: SuggestionInput): ArchitectureSuggestion[] {
  const graph = files.digraph(dependencyKinds);
  const started = new Set(entryPoints.flatMap(({ name, evidence }) => [name, ...evidence.map(({ path }) => path)]));
  const orphans = files.files.filter((file, at) => {
    const alone = graph.predecessors[at]?.size === 0 && graph.successors[at]?.size === 0;
    return alone && !started.has(file) && !isTest(file) && !loadedByName.test(file);
  });
  // Where most files are alone, the upload is a collection, not a system with leftovers.
  if (orphans.length === 0 || orphans.length > files.files.length / 2) return [];
  return [
    {
      rule_id: 'ARCH009',
      title: `Check ${quantity(orphans.length, 'file')} without any connection`,
      detail:
        'No import of the upload leads to or from them, and no manifest names them: they may be left over, or be loaded by name.',
      severity: 'low',
      confidence: 0.5,
      effect: null,
      evidence: orphans.slice(0, SHOWN).map(firstLine),
    },
  ];
}
