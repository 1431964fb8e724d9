import type { Arrow, Box } from '../architecture-report.js';
import { escapeXml } from './labels.js';
import { layOut, type LaidOut, type LayoutStyle, NOTE_SIZE } from './layout.js';
import { arrowHeads, drawArrow, drawArrowLabel, strokes } from './svg-arrows.js';
import { drawBox, outline, paints } from './svg-shapes.js';
import { textWidth } from './text-width.js';
import { type ViewModel, warningsOf, withinBudget } from './view-model.js';

/** Largest picture, px. */
const WIDEST = 2400;
const TALLEST = 1600;

const MARGIN = 28;
const HEADER = 64;
const LINE = 22;
const LEAST_WIDTH = 560;

/** Tried in turn; of those that fit, the one whose picture fills a screen best is taken. */
const styles: readonly LayoutStyle[] = [
  { direction: 'TB', nodeGap: 26, rankGap: 52 },
  { direction: 'LR', nodeGap: 18, rankGap: 72 },
  { direction: 'TB', nodeGap: 14, rankGap: 24 },
  { direction: 'LR', nodeGap: 10, rankGap: 40 },
];

/**
 * Draws a view as SVG, with title, coverage line, warnings and legend. No scripts, no outside references, no text smaller
 * than 11 px, never larger than 2,400 × 1,600: a picture that does not fit is bundled further until it does.
 */
export async function toSvg(view: ViewModel, coverageLine: string): Promise<{ svg: string; view: ViewModel }> {
  for (let current = view; ; current = withinBudget(current, smaller(current))) {
    const fitting = await bestLayout(current, footLines(current).length);
    if (fitting !== null) return { svg: compose(current, fitting, coverageLine), view: current };
  }
}

function smaller(view: ViewModel): { boxes: number; arrows: number } {
  return { boxes: Math.max(4, view.boxes.length - 3), arrows: Math.max(6, Math.ceil(view.arrows.length * 0.8)) };
}

async function bestLayout(view: ViewModel, footCount: number): Promise<LaidOut | null> {
  const room = { width: WIDEST - 2 * MARGIN, height: TALLEST - HEADER - MARGIN - footCount * LINE };
  let best: LaidOut | null = null;
  let bestFill = Infinity;
  for (const style of styles) {
    if (best !== null && style.nodeGap < 18) break;
    const laid = await layOut(view, style);
    if (laid.width > room.width || laid.height > room.height) continue;
    // How far the picture is from a screen's shape: the larger side decides how small it must be shown.
    const fill = Math.max(laid.width / 1600, laid.height / 900);
    if (fill < bestFill) [best, bestFill] = [laid, fill];
  }
  return best;
}

function compose(view: ViewModel, laid: LaidOut, coverageLine: string): string {
  const foot = footLines(view);
  const header = Math.max(textWidth(view.title, 20), textWidth(coverageLine, 12), ...foot.map(({ width }) => width));
  const width = Math.ceil(Math.min(WIDEST, Math.max(LEAST_WIDTH, laid.width + 2 * MARGIN, header + 2 * MARGIN)));
  const bodyHeight = Math.max(laid.height, view.boxes.length === 0 ? 40 : 0);
  const height = Math.ceil(HEADER + MARGIN / 2 + bodyHeight + MARGIN + foot.length * LINE);
  const left = Math.round((width - laid.width) / 2);
  const top = HEADER + MARGIN / 2;
  const empty = `<text x="${width / 2}" y="${top + 24}" font-size="14" fill="#475569" text-anchor="middle">${escapeXml(view.emptyText)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(view.title)}" font-family="Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif">`,
    `<title>${escapeXml(view.title)}</title><desc>${escapeXml(coverageLine)}</desc>`,
    `<defs>${arrowHeads()}</defs>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${MARGIN}" y="34" font-size="20" font-weight="700" fill="#0f172a">${escapeXml(view.title)}</text>`,
    `<text x="${MARGIN}" y="54" font-size="12" fill="#64748b">${escapeXml(coverageLine)}</text>`,
    `<g transform="translate(${left} ${top})">`,
    ...view.arrows.map((arrow, at) => drawArrow(view, arrow, laid.arrows[at] ?? { points: [], label: null })),
    ...view.boxes.map((box) => drawBox(box, laid.boxes.get(box.id) ?? { x: 0, y: 0, width: 0, height: 0 })),
    ...view.arrows.map((arrow, at) => drawArrowLabel(arrow, laid.arrows[at] ?? { points: [], label: null })),
    '</g>',
    view.boxes.length === 0 ? empty : '',
    ...foot.map(({ draw }, at) => draw(MARGIN, top + bodyHeight + MARGIN + at * LINE)),
    '</svg>\n',
  ].join('\n');
}

/** Below the picture: what shapes and lines mean (only those that occur), then what must not be overlooked. */
function footLines(view: ViewModel): { width: number; draw: (x: number, y: number) => string }[] {
  const kinds = [...new Set(view.boxes.map(({ kind }) => kind))];
  const lines = [...new Set(view.arrows.map(({ style }) => style))];
  const rows = [
    legendRow(kinds.map(boxSample)),
    legendRow(lines.map((style) => lineSample(style, view.arrowLegend[style] ?? ''))),
  ].filter(({ width }) => width > 0);
  const warnings = warningsOf(view).map((warning) => {
    const text = `⚠ ${warning}`;
    return {
      width: textWidth(text, 12),
      draw: (x: number, y: number) =>
        `<text x="${x}" y="${y + 12}" font-size="12" fill="#b45309">${escapeXml(text)}</text>`,
    };
  });
  return [...rows, ...warnings];
}

interface Sample {
  width: number;
  draw: (x: number, y: number) => string;
}

const SAMPLE = 26;

function legendRow(samples: readonly Sample[]): Sample {
  return {
    width: samples.reduce((total, { width }) => total + width, 0),
    draw: (x, y) => {
      let left = x;
      return samples
        .map(({ width, draw }) => {
          left += width;
          return draw(left - width, y);
        })
        .join('');
    },
  };
}

function boxSample(kind: Box['kind']): Sample {
  const { legend } = paints[kind];
  return sample(legend, (x, y) => outline(kind, { x, y: y + 1, width: SAMPLE, height: 14 }, paints[kind]));
}

function lineSample(style: Arrow['style'], legend: string): Sample {
  const { color, dashes } = strokes[style];
  return sample(
    legend,
    (x, y) =>
      `<path d="M${x} ${y + 8} H${x + SAMPLE}" stroke="${color}" stroke-width="2" stroke-dasharray="${dashes === '' ? 'none' : dashes}" marker-end="url(#head-${style})"/>`,
  );
}

function sample(legend: string, symbol: (x: number, y: number) => string): Sample {
  return {
    width: SAMPLE + 8 + textWidth(legend, NOTE_SIZE) + 20,
    draw: (x, y) =>
      `${symbol(x, y)}<text x="${x + SAMPLE + 8}" y="${y + 12}" font-size="${NOTE_SIZE}" fill="#475569">${escapeXml(legend)}</text>`,
  };
}
