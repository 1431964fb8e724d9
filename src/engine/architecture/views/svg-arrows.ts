import type { Arrow } from '../architecture-report.js';
import { escapeXml } from './labels.js';
import type { LaidOut, Point } from './layout.js';
import type { ViewModel } from './view-model.js';
import { textWidth } from './text-width.js';

interface Stroke {
  color: string;
  dashes: string;
}

export const strokes: Readonly<Record<Arrow['style'], Stroke>> = {
  normal: { color: '#475569', dashes: '' },
  back: { color: '#c2410c', dashes: '9 4' },
  soft: { color: '#94a3b8', dashes: '2 4' },
  cut: { color: '#dc2626', dashes: '6 4' },
};

/** One arrow head for each style, coloured as its line. */
export function arrowHeads(): string {
  return Object.entries(strokes)
    .map(
      ([style, { color }]) =>
        `<marker id="head-${style}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.8 L10 5 L0 9.2 Z" fill="${color}"/></marker>`,
    )
    .join('');
}

/** Wider by the logarithm of the weight: ten times as many imports are no ten times as wide a line. */
export function strokeWidth(weight: number): number {
  return Math.min(5, Math.round((1.1 + 0.55 * Math.log2(Math.max(1, weight))) * 10) / 10);
}

export function drawArrow(view: ViewModel, arrow: Arrow, { points }: LaidOut['arrows'][number]): string {
  const { color, dashes } = strokes[arrow.style];
  const dash = dashes === '' ? '' : ` stroke-dasharray="${dashes}"`;
  return (
    `<g class="arrow"><title>${escapeXml(tooltip(view, arrow))}</title>` +
    `<path d="${spline(points)}" fill="none" stroke="${color}" stroke-width="${strokeWidth(arrow.weight)}"${dash} marker-end="url(#head-${arrow.style})"/></g>`
  );
}

/** Drawn after all lines, so that no line crosses a number. */
export function drawArrowLabel({ label, style }: Arrow, { points, label: room }: LaidOut['arrows'][number]): string {
  if (label === '' || room === null) return '';
  const at = onLine(points, room);
  const width = textWidth(label, 11) + 10;
  return (
    `<rect x="${at[0] - width / 2}" y="${at[1] - 9}" width="${width}" height="17" rx="8" fill="#ffffff" fill-opacity="0.94" stroke="${strokes[style].color}" stroke-opacity="0.45"/>` +
    `<text x="${at[0]}" y="${at[1] + 3.5}" font-size="11" fill="${strokes[style].color}" text-anchor="middle">${escapeXml(label)}</text>`
  );
}

function tooltip({ boxes, arrowLegend }: ViewModel, { from, to, label, evidence, style }: Arrow): string {
  const nameOf = (id: string) => boxes.find((box) => box.id === id)?.name ?? id;
  const places = evidence.slice(0, 3).map(({ path, line, text }) => `${path}:${line} ${text}`);
  const what = arrowLegend[style] === undefined ? '' : `: ${arrowLegend[style]}`;
  return [`${nameOf(from)} → ${nameOf(to)}${label === '' ? '' : ` (${label})`}${what}`, ...places].join(' | ');
}

/** The point of the line nearest to where the layout made room for the label. */
function onLine(points: readonly Point[], near: Point): Point {
  let best = near;
  let distance = Infinity;
  for (let at = 0; at + 3 < points.length; at += 3) {
    for (let step = 0; step <= STEPS; step += 1) {
      const point = bezier(points.slice(at, at + 4) as [Point, Point, Point, Point], step / STEPS);
      const away = Math.hypot(point[0] - near[0], point[1] - near[1]);
      if (away < distance) [best, distance] = [point, away];
    }
  }
  return best;
}

const STEPS = 24;

function bezier([a, b, c, d]: [Point, Point, Point, Point], t: number): Point {
  const u = 1 - t;
  const at = (axis: 0 | 1) =>
    Math.round((u ** 3 * a[axis] + 3 * u * u * t * b[axis] + 3 * u * t * t * c[axis] + t ** 3 * d[axis]) * 10) / 10;
  return [at(0), at(1)];
}

function spline(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (start === undefined) return '';
  const curves: string[] = [];
  for (let at = 0; at + 2 < rest.length; at += 3) {
    curves.push(`C${[rest[at], rest[at + 1], rest[at + 2]].map((point) => point?.join(' ')).join(' ')}`);
  }
  return `M${start.join(' ')} ${curves.join(' ')}`;
}
