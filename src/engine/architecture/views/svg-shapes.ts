import type { Box } from '../architecture-report.js';
import { escapeXml } from './labels.js';
import { LABEL_SIZE, NOTE_SIZE, type Rect } from './layout.js';

export interface Paint {
  fill: string;
  stroke: string;
  text: string;
  note: string;
  legend: string;
}

/** Each kind has its own outline as well, so that colour is never the only sign. */
export const paints: Readonly<Record<Box['kind'], Paint>> = {
  system: { fill: '#1d4ed8', stroke: '#1e3a8a', text: '#ffffff', note: '#dbeafe', legend: 'System' },
  component: { fill: '#eff6ff', stroke: '#60a5fa', text: '#0f172a', note: '#475569', legend: 'Component' },
  actor: { fill: '#fffbeb', stroke: '#d97706', text: '#0f172a', note: '#57534e', legend: 'Who uses it' },
  store: { fill: '#f0fdf4', stroke: '#16a34a', text: '#0f172a', note: '#475569', legend: 'Data store' },
  service: { fill: '#faf5ff', stroke: '#9333ea', text: '#0f172a', note: '#475569', legend: 'External service' },
  file: { fill: '#f8fafc', stroke: '#64748b', text: '#0f172a', note: '#475569', legend: 'File' },
  more: { fill: '#ffffff', stroke: '#94a3b8', text: '#475569', note: '#64748b', legend: 'Bundled' },
};

/** A box with its two lines; the whole name is its tooltip. */
export function drawBox(box: Box, rect: Rect): string {
  const paint = paints[box.kind];
  const middle = rect.x + rect.width / 2;
  // A cylinder's lid takes room at the top.
  const y = rect.y + rect.height / 2 + (box.kind === 'store' ? 4 : 0);
  const note =
    box.note === ''
      ? ''
      : `<text x="${middle}" y="${y + 16}" font-size="${NOTE_SIZE}" fill="${paint.note}" text-anchor="middle">${escapeXml(box.note)}</text>`;
  const labelY = box.note === '' ? y + 5 : y - 2;
  return [
    `<g class="box" data-id="${escapeXml(box.id)}"><title>${escapeXml(`${box.name}${box.note === '' ? '' : ` (${box.note})`}`)}</title>`,
    outline(box.kind, rect, paint),
    `<text x="${middle}" y="${labelY}" font-size="${LABEL_SIZE}" font-weight="600" fill="${paint.text}" text-anchor="middle">${escapeXml(box.label)}</text>`,
    note,
    '</g>',
  ].join('');
}

/** The kind's outline alone: also the legend's sample. */
export function outline(kind: Box['kind'], { x, y, width, height }: Rect, { fill, stroke }: Paint): string {
  const paint = `fill="${fill}" stroke="${stroke}"`;
  const rect = (radius: number, more = '') =>
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" ${paint} ${more}/>`;
  switch (kind) {
    case 'actor':
      return rect(height / 2, 'stroke-width="1.5"');
    case 'more':
      return rect(8, 'stroke-dasharray="5 4"');
    case 'file':
      return rect(2);
    case 'system':
      return rect(10, 'stroke-width="2"');
    case 'service': {
      const inner = `<rect x="${x + 4}" y="${y + 4}" width="${width - 8}" height="${height - 8}" rx="5" fill="none" stroke="${stroke}" stroke-opacity="0.45"/>`;
      return rect(8) + inner;
    }
    case 'store': {
      const lid = Math.min(7, height / 4);
      const [right, bottom] = [x + width, y + height];
      return (
        `<path d="M${x} ${y + lid} A${width / 2} ${lid} 0 0 1 ${right} ${y + lid} V${bottom - lid} A${width / 2} ${lid} 0 0 1 ${x} ${bottom - lid} Z" ${paint}/>` +
        `<path d="M${x} ${y + lid} A${width / 2} ${lid} 0 0 0 ${right} ${y + lid}" fill="none" stroke="${stroke}"/>`
      );
    }
    case 'component':
      return rect(8);
  }
}
