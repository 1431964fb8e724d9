import type { ArchitectureSuggestion, Relation } from '../architecture-report.js';
import { componentGraph, runtimeCount } from '../components/component-model.js';
import { knots } from '../graph/strongly-connected.js';
import { quantity, SHOWN, sum, type SuggestionInput } from './suggestion-input.js';

/** ARCH010: two components need each other at run time; the lighter direction is the one to remove. */
export function separateFolders({ components }: SuggestionInput): ArchitectureSuggestion[] {
  const { relations } = components;
  const nameFor = new Map(components.components.map(({ id, name }) => [id, name]));
  const ids = [...nameFor.keys()];
  const inKnots = (kept: readonly Relation[]) => sum(knots(componentGraph(ids, kept)).map(({ length }) => length));
  const pairs = mutualPairs(relations);
  return pairs.slice(0, SHOWN).map(([lighter, heavier]) => {
    const kept = relations.filter((relation) => relation !== lighter);
    const [from, to] = [nameFor.get(lighter.from) ?? '', nameFor.get(lighter.to) ?? ''];
    const [few, many] = [runtimeCount(lighter.kinds), runtimeCount(heavier.kinds)];
    return {
      rule_id: 'ARCH010',
      title: `Let ${from} no longer depend on ${to}`,
      detail: `${to} depends on ${from} (${quantity(many, 'file dependency')}), and ${from} on ${to} (${few}). Move what ${from} takes from ${to}, so that the two depend one way.`,
      severity: 'medium',
      confidence: few * 4 <= many ? 0.85 : 0.7,
      effect: {
        before: { mutual_pairs: pairs.length, components_in_cycles: inKnots(relations) },
        after: { mutual_pairs: mutualPairs(kept).length, components_in_cycles: inKnots(kept) },
      },
      evidence: lighter.evidence,
    };
  });
}

/** Each pair with the lighter relation first; the most lopsided pair first. */
export function mutualPairs(relations: readonly Relation[]): [Relation, Relation][] {
  const pairs: [Relation, Relation][] = [];
  for (const one of relations) {
    const other = relations.find(({ from, to }) => from === one.to && to === one.from);
    if (other === undefined || one.from > one.to) continue;
    const [a, b] = [runtimeCount(one.kinds), runtimeCount(other.kinds)];
    if (a > 0 && b > 0) pairs.push(a <= b ? [one, other] : [other, one]);
  }
  return pairs.sort((a, b) => share(a) - share(b));
}

function share([lighter, heavier]: [Relation, Relation]): number {
  return runtimeCount(lighter.kinds) / runtimeCount(heavier.kinds);
}
