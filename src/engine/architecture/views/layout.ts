import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { textWidth } from './text-width.js';
import type { ViewModel } from './view-model.js';

export const LABEL_SIZE = 13;
export const NOTE_SIZE = 11;
const BOX_HEIGHT = 54;
const BOX_PADDING = 32;
const LEAST_WIDTH = 112;
/** Points (= px) to an inch, which is what Graphviz measures boxes in. */
const POINTS = 72;

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface LaidOut {
  width: number;
  height: number;
  /** Box id → its place, top left corner. */
  boxes: ReadonlyMap<string, Rect>;
  /** One for each arrow of the view, in its order: a Bézier spline (start, then threes) and the label's centre. */
  arrows: readonly { points: readonly Point[]; label: Point | null }[];
}

export type Point = readonly [x: number, y: number];

export interface LayoutStyle {
  direction: 'TB' | 'LR';
  nodeGap: number;
  rankGap: number;
}

let engine: Promise<Graphviz> | undefined;

/**
 * Places boxes and arrows by Graphviz' layered layout (compiled to WebAssembly; it blocks, so it runs in the child process,
 * and only on views within the budget). Boxes without arrows, which it would put into one endless row, go into rows of
 * their own below.
 */
export async function layOut(view: ViewModel, style: LayoutStyle): Promise<LaidOut> {
  const connected = new Set(view.arrows.flatMap(({ from, to }) => [from, to]));
  const core = view.boxes.filter(({ id }) => connected.has(id));
  const laid = core.length === 0 ? empty : await layOutCore(view, style);
  const alone = view.boxes.filter(({ id }) => !connected.has(id));
  return withRows(
    laid,
    alone.map(({ id, label, note }) => ({ id, width: boxWidth(label, note) })),
  );
}

async function layOutCore(view: ViewModel, style: LayoutStyle): Promise<LaidOut> {
  engine ??= Graphviz.load();
  const graphviz = await engine;
  return read(graphviz.layout(toDot(view, style), 'json', 'dot'), view);
}

const empty: LaidOut = { width: 0, height: 0, boxes: new Map(), arrows: [] };

export function boxWidth(label: string, note: string): number {
  return Math.max(LEAST_WIDTH, BOX_PADDING + Math.max(textWidth(label, LABEL_SIZE), textWidth(note, NOTE_SIZE)));
}

/** Names and labels of the upload do not reach Graphviz at all: it gets numbers and sizes. */
function toDot(view: ViewModel, { direction, nodeGap, rankGap }: LayoutStyle): string {
  const numbers = new Map(view.boxes.map(({ id }, at) => [id, at]));
  const connected = new Set(view.arrows.flatMap(({ from, to }) => [from, to]));
  const nodes = view.boxes.flatMap(({ id, label, note }, at) =>
    connected.has(id) ? [`${at} [width=${inches(boxWidth(label, note))}, height=${inches(BOX_HEIGHT)}];`] : [],
  );
  const edges = view.arrows.map(({ from, to, label, weight, style }, at) => {
    const size = label === '' ? '' : `, label="${'0'.repeat(label.length)}"`;
    // A way back must not pull the picture's order round.
    const constraint = style === 'back' || style === 'cut' ? ', constraint=false' : '';
    return `${numbers.get(from)} -> ${numbers.get(to)} [id=${at}, weight=${1 + Math.round(Math.log2(weight))}${size}${constraint}];`;
  });
  return [
    `digraph { rankdir=${direction}; nodesep=${inches(nodeGap)}; ranksep=${inches(rankGap)}; outputorder=nodesfirst;`,
    'node [shape=box, fixedsize=true, label=""]; edge [arrowhead=none, fontsize=12, fontname="Helvetica"];',
    ...nodes,
    ...edges,
    '}',
  ].join('\n');
}

function inches(points: number): string {
  return (points / POINTS).toFixed(4);
}

interface GraphvizJson {
  bb: string;
  objects?: { name: string; pos: string; width: string; height: string }[];
  edges?: { id: string; lp?: string; _draw_?: { op: string; points?: [number, number][] }[] }[];
}

/** Graphviz' origin is bottom left; ours is top left. */
function read(json: string, view: ViewModel): LaidOut {
  const { bb, objects = [], edges = [] } = JSON.parse(json) as GraphvizJson;
  const [, , width = 0, height = 0] = bb.split(',').map(Number);
  const flip = ([x, y]: readonly number[]): Point => [round(x ?? 0), round(height - (y ?? 0))];
  const boxes = new Map<string, Rect>();
  for (const object of objects) {
    const [x, y] = flip(object.pos.split(',').map(Number));
    const [w, h] = [Number(object.width) * POINTS, Number(object.height) * POINTS];
    boxes.set(view.boxes[Number(object.name)]?.id ?? '', {
      x: round(x - w / 2),
      y: round(y - h / 2),
      width: round(w),
      height: round(h),
    });
  }
  const arrows = new Map(
    edges.map(({ id, lp, _draw_ }) => [
      Number(id),
      {
        points: (_draw_?.find(({ op }) => op === 'b')?.points ?? []).map(flip),
        label: lp === undefined ? null : flip(lp.split(',').map(Number)),
      },
    ]),
  );
  return { width, height, boxes, arrows: view.arrows.map((_, at) => arrows.get(at) ?? { points: [], label: null }) };
}

const ROW_GAP = 22;
const LEAST_ROW = 760;

function withRows(laid: LaidOut, alone: readonly { id: string; width: number }[]): LaidOut {
  if (alone.length === 0) return laid;
  const boxes = new Map(laid.boxes);
  const limit = Math.max(laid.width, LEAST_ROW);
  let [x, y, width] = [0, laid.height === 0 ? 0 : laid.height + ROW_GAP * 2, laid.width];
  for (const { id, width: own } of alone) {
    if (x > 0 && x + own > limit) [x, y] = [0, y + BOX_HEIGHT + ROW_GAP];
    boxes.set(id, { x, y, width: own, height: BOX_HEIGHT });
    x += own + ROW_GAP;
    width = Math.max(width, x - ROW_GAP);
  }
  return { ...laid, boxes, width, height: y + BOX_HEIGHT };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
