import type { Arrow } from '../architecture-report.js';
import { escapeXml } from './labels.js';
import type { LaidOut, Point } from './layout.js';
import { textWidth } from './text-width.js';

interface Stroke {
  color: string;
  dashes: string;
  legend: string;
}

export const strokes: Readonly<Record<Arrow['style'], Stroke>> = {
  normal: { color: '#475569', dashes: '', legend: 'needs (number of file dependencies)' },
  back: { color: '#c2410c', dashes: '9 4', legend: 'against the prevailing direction' },
  soft: { color: '#94a3b8', dashes: '2 4', legend: 'not needed to load (types, late or declared only)' },
  cut: { color: '#dc2626', dashes: '6 4', legend: 'cutting it unties the cycle' },
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

export function drawArrow(arrow: Arrow, nameOf: (id: string) => string, { points }: LaidOut['arrows'][number]): string {
  const { color, dashes } = strokes[arrow.style];
  const dash = dashes === '' ? '' : ` stroke-dasharray="${dashes}"`;
  return (
    `<g class="arrow"><title>${escapeXml(tooltip(arrow, nameOf))}</title>` +
    `<path d="${spline(points)}" fill="none" stroke="${color}" stroke-width="${strokeWidth(arrow.weight)}"${dash} marker-end="url(#head-${arrow.style})"/></g>`
  );
}

/** Drawn after all lines, so that no line crosses a number. */
export function drawArrowLabel({ label, style }: Arrow, { label: at }: LaidOut['arrows'][number]): string {
  if (label === '' || at === null) return '';
  const width = textWidth(label, 11) + 10;
  return (
    `<rect x="${at[0] - width / 2}" y="${at[1] - 9}" width="${width}" height="17" rx="8" fill="#ffffff" fill-opacity="0.94" stroke="${strokes[style].color}" stroke-opacity="0.45"/>` +
    `<text x="${at[0]}" y="${at[1] + 3.5}" font-size="11" fill="${strokes[style].color}" text-anchor="middle">${escapeXml(label)}</text>`
  );
}

function tooltip({ from, to, label, evidence, style }: Arrow, nameOf: (id: string) => string): string {
  const places = evidence.slice(0, 3).map(({ path, line, text }) => `${path}:${line} ${text}`);
  return [
    `${nameOf(from)} → ${nameOf(to)}${label === '' ? '' : ` (${label})`}, ${strokes[style].legend}`,
    ...places,
  ].join(' | ');
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
