import type { Arrow, Box, EntryPoint, ExternalPart } from '../architecture-report.js';
import { box, withinBudget, type ViewModel } from './view-model.js';

/** Who uses the system, by the kinds of entry points that serve them. */
const actors = [
  { id: 'actor:client', name: 'API client', kinds: ['http-route'], verb: 'route' },
  { id: 'actor:operator', name: 'Operator', kinds: ['command', 'script'], verb: 'command' },
] as const;

/** C4's first level: the system as one box, who uses it, what it keeps data in and what it calls. */
export function contextView(
  system: { name: string; note: string },
  entryPoints: readonly EntryPoint[],
  stores: readonly ExternalPart[],
  services: readonly ExternalPart[],
  warnings: readonly string[],
): ViewModel {
  const boxes: Box[] = [box('system', 'system', system.name, system.note)];
  const arrows: Arrow[] = [];
  for (const { id, name, kinds, verb } of actors) {
    const served = entryPoints.filter(({ kind }) => (kinds as readonly string[]).includes(kind));
    const [first] = served;
    if (first === undefined) continue;
    boxes.push(box(id, 'actor', name, `${served.length} ${verb}${served.length === 1 ? '' : 's'}`));
    arrows.push({
      from: id,
      to: 'system',
      label: `${served.length} ${verb}${served.length === 1 ? '' : 's'}`,
      weight: served.length,
      style: 'normal',
      evidence: served.slice(0, 5).flatMap(({ evidence }) => evidence.slice(0, 1)),
    });
  }
  for (const [kind, parts] of [
    ['store', stores],
    ['service', services],
  ] as const) {
    for (const part of parts) {
      boxes.push(box(part.id, kind, part.name, part.kind));
      const label = part.confidence < 0.6 ? 'declared' : kind === 'store' ? 'reads, writes' : 'calls';
      const weight = Math.max(1, part.used_by.length);
      arrows.push({
        from: 'system',
        to: part.id,
        label,
        weight,
        style: part.confidence < 0.6 ? 'soft' : 'normal',
        evidence: part.evidence,
      });
    }
  }
  return withinBudget({
    title: 'System context',
    boxes,
    arrows,
    warnings: [...warnings],
    arrowLegend: { normal: 'uses', soft: 'declared by a manifest only' },
    emptyText: '',
  });
}
