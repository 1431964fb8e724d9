import type { ArchitectureSuggestion, Relation } from '../architecture-report.js';
import { componentGraph, runtimeCount } from '../components/component-model.js';
import { isInside } from '../discovery/relative-path.js';
import { knots } from '../graph/strongly-connected.js';
import { quantity, SHOWN, sum, type SuggestionInput } from './suggestion-input.js';

/**
 * ARCH010: two folders need each other at run time; the lighter direction is the one to remove. Folders as they are, not
 * components: a bundle of small folders would seem to need what only one of them needs. A folder and one inside it count
 * as one place.
 */
export function separateFolders({ folderRelations }: SuggestionInput): ArchitectureSuggestion[] {
  const pairs = mutualPairs(folderRelations);
  const ids = [...new Set(folderRelations.flatMap(({ from, to }) => [from, to]))];
  const inKnots = (kept: readonly Relation[]) => sum(knots(componentGraph(ids, kept)).map(({ length }) => length));
  return pairs.slice(0, SHOWN).map(([lighter, heavier]) => {
    const kept = folderRelations.filter((relation) => relation !== lighter);
    const [from, to] = [lighter.from, lighter.to];
    const [few, many] = [runtimeCount(lighter.kinds), runtimeCount(heavier.kinds)];
    return {
      rule_id: 'ARCH010',
      title: `Let ${from} no longer depend on ${to}`,
      detail: `${to} depends on ${from} (${quantity(many, 'file dependency')}), and ${from} on ${to} (${few}). Move what ${from} takes from ${to}, so that the two depend one way.`,
      severity: 'medium',
      confidence: few * 4 <= many ? 0.85 : 0.7,
      effect: {
        before: { mutual_pairs: pairs.length, folders_in_cycles: inKnots(folderRelations) },
        after: { mutual_pairs: mutualPairs(kept).length, folders_in_cycles: inKnots(kept) },
      },
      evidence: lighter.evidence,
    };
  });
}

/** Each pair with the lighter relation first; the most lopsided pair first. */
export function mutualPairs(relations: readonly Relation[]): [Relation, Relation][] {
  const byEnds = new Map(relations.map((relation) => [`${relation.from}\0${relation.to}`, relation]));
  const pairs: [Relation, Relation][] = [];
  for (const one of relations) {
    if (one.from > one.to || isInside(one.from, one.to) || isInside(one.to, one.from)) continue;
    const other = byEnds.get(`${one.to}\0${one.from}`);
    if (other === undefined) continue;
    const [a, b] = [runtimeCount(one.kinds), runtimeCount(other.kinds)];
    if (a > 0 && b > 0) pairs.push(a <= b ? [one, other] : [other, one]);
  }
  return pairs.sort((a, b) => share(a) - share(b));
}

function share([lighter, heavier]: [Relation, Relation]): number {
  return runtimeCount(lighter.kinds) / runtimeCount(heavier.kinds);
}
