import type { Arrow, Component } from '../architecture-report.js';
import { type ComponentModel, componentGraph, runtimeCount } from '../components/component-model.js';
import { feedbackArcs } from '../graph/feedback-arcs.js';
import { box, withinBudget, type ViewModel } from './view-model.js';

/**
 * Components and what they need of each other. An arrow against the order that removes the least (a feedback arc of the
 * components' graph) is drawn as a way back.
 */
export function dependenciesView({ components, relations }: ComponentModel, warnings: readonly string[]): ViewModel {
  const ids = components.map(({ id }) => id);
  const back = new Set(feedbackArcs(componentGraph(ids, relations)).map(([from, to]) => `${ids[from]}\0${ids[to]}`));
  const arrows = relations.map(({ from, to, count, kinds, evidence }): Arrow => {
    const style = back.has(`${from}\0${to}`) ? 'back' : runtimeCount(kinds) === 0 ? 'soft' : 'normal';
    return { from, to, label: String(count), weight: count, style, evidence };
  });
  const boxes = components
    .toSorted((a, b) => b.files - a.files)
    .map((component) => box(component.id, 'component', component.name, note(component)));
  return withinBudget({
    title: 'Dependencies between components',
    boxes,
    arrows,
    warnings: [...warnings],
    arrowLegend: {
      normal: 'needs (number of file dependencies)',
      back: 'needs, against the prevailing direction',
      soft: 'needs its types only',
    },
    emptyText: 'There is no source file to show.',
  });
}

function note({ files, lines }: Component): string {
  return `${files} ${files === 1 ? 'file' : 'files'} · ${lines} ${lines === 1 ? 'line' : 'lines'}`;
}
