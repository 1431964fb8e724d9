import type { Arrow, Box } from '../architecture-report.js';
import { byText } from '../discovery/relative-path.js';
import { shortLabel } from './labels.js';

/** Above these a picture stops being readable (architecture design, §6). */
export const BOX_BUDGET = 20;
export const ARROW_BUDGET = 40;

/** Longest second line of a box. */
const NOTE_LENGTH = 34;

/** A view before it is drawn: what every format is made from. */
export interface ViewModel {
  title: string;
  boxes: Box[];
  arrows: Arrow[];
  omitted: { boxes: number; arrows: number };
  warnings: string[];
  /** What each style of arrow means in this view. */
  arrowLegend: Partial<Record<Arrow['style'], string>>;
  /** What stands in for an empty picture. */
  emptyText: string;
}

export function box(id: string, kind: Box['kind'], name: string, note: string): Box {
  return { id, label: shortLabel(name), name, kind, note: shortLabel(note, NOTE_LENGTH) };
}

const MORE = 'more';

/**
 * Keeps a view within its budgets: `boxes` come most important first; those over the budget become one "+n more" box that
 * takes over their arrows. Of the arrows those stay that tell most. A view that was bundled before can be bundled further.
 */
export function withinBudget(
  view: Omit<ViewModel, 'omitted'> & Partial<Pick<ViewModel, 'omitted'>>,
  budget: { boxes: number; arrows: number } = { boxes: BOX_BUDGET, arrows: ARROW_BUDGET },
): ViewModel {
  const earlier = view.omitted ?? { boxes: 0, arrows: 0 };
  const single = view.boxes.filter(({ id }) => id !== MORE);
  const bundled = single.length > budget.boxes || earlier.boxes > 0;
  const kept = bundled ? single.slice(0, budget.boxes - 1) : single;
  const boxes = earlier.boxes + single.length - kept.length;
  const keptIds = new Set(kept.map(({ id }) => id));
  const arrows = merged(view.arrows.map((arrow) => redirected(arrow, (id) => (keptIds.has(id) ? id : MORE))));
  const shown = mostTelling(arrows, budget.arrows);
  return {
    ...view,
    boxes: bundled ? [...kept, box(MORE, 'more', `+${boxes} more`, 'not drawn one by one')] : kept,
    arrows: shown.sort(byEnds),
    omitted: { boxes, arrows: earlier.arrows + arrows.length - shown.length },
  };
}

/** The view's own warnings, and what the budget left out. */
export function warningsOf({ warnings, omitted }: ViewModel): string[] {
  const { arrows } = omitted;
  return arrows === 0
    ? warnings
    : [...warnings, `${arrows} lighter ${arrows === 1 ? 'arrow is' : 'arrows are'} not drawn`];
}

/** Each box's heaviest arrow, so that none looks unconnected that is not; then the heaviest of the others. */
function mostTelling(arrows: readonly Arrow[], budget: number): Arrow[] {
  const heaviest = arrows.toSorted((a, b) => b.weight - a.weight || byEnds(a, b));
  const reached = new Set<string>();
  const first = heaviest.filter(({ from, to }) => {
    const tells = !reached.has(from) || !reached.has(to);
    reached.add(from).add(to);
    return tells;
  });
  return [...new Set([...first, ...heaviest])].slice(0, budget);
}

function redirected(arrow: Arrow, place: (id: string) => string): Arrow {
  return { ...arrow, from: place(arrow.from), to: place(arrow.to) };
}

function merged(arrows: readonly Arrow[]): Arrow[] {
  const byPair = new Map<string, Arrow>();
  for (const arrow of arrows) {
    if (arrow.from === arrow.to) continue;
    const key = `${arrow.from}\0${arrow.to}`;
    const known = byPair.get(key);
    if (known === undefined) {
      byPair.set(key, arrow);
      continue;
    }
    const weight = known.weight + arrow.weight;
    byPair.set(key, {
      ...known,
      weight,
      label: String(weight),
      evidence: [...known.evidence, ...arrow.evidence].slice(0, 5),
    });
  }
  return [...byPair.values()];
}

function byEnds(a: Arrow, b: Arrow): number {
  return byText(a.from, b.from) || byText(a.to, b.to);
}
