import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { JSDOM } from 'jsdom';
import type { Arrow, Box } from '../architecture-report.js';
import { generateArchitecture } from '../generate-architecture.js';
import { shortLabel } from './labels.js';
import { boxWidth, layOut } from './layout.js';
import { toMermaid } from './mermaid.js';
import { toSvg } from './svg.js';
import { textWidth } from './text-width.js';
import { box, type ViewModel, withinBudget } from './view-model.js';

const kinds = ['system', 'component', 'actor', 'store', 'service', 'file'] as const;
const styles = ['normal', 'cut', 'back', 'soft'] as const;

function view(names: readonly string[], pairs: readonly (readonly [number, number])[]): ViewModel {
  const boxes: Box[] = names.map((name, at) => box(`b${at}`, kinds[at % kinds.length] ?? 'file', name, `${at} files`));
  const arrows: Arrow[] = pairs.map(([from, to], at) => ({
    from: `b${from}`,
    to: `b${to}`,
    label: String(at),
    weight: at + 1,
    style: styles[at % styles.length] ?? 'normal',
    evidence: [{ path: `${names[from]}.ts`, line: 1, column: 1, text: names[to] ?? '' }],
  }));
  return withinBudget({
    title: names[0] ?? 'View',
    boxes,
    arrows,
    warnings: [],
    arrowLegend: {},
    emptyText: 'Nothing.',
  });
}

const hostile = [
  'end',
  'graph TB',
  'subgraph x',
  'click a "javascript:alert(1)"',
  'a[b]',
  'a]b[',
  '"',
  "'",
  '`',
  '|x|',
  '{{}}',
  '((',
  '))',
  '<script>alert(1)</script>',
  '&amp;',
  '%%{init: {}}%%',
  '%% comment',
  '-->',
  '==>',
  ';',
  '#',
  '#35;',
  '\\',
  '\\"',
  '\u202Eevil',
  '\u0000\u0007',
  'line\nbreak',
  'ünïcødé',
  '日本語のフォルダ',
  '👩‍👩‍👧‍👦',
  '\uD800',
  ':::cls',
  '@{ shape: x }',
  'x'.repeat(200),
  ' ',
  '',
];

/** The parser's complaints, one for each text, null for a valid one. */
function mermaidComplaints(texts: readonly string[]): (string | null)[] {
  const out = execFileSync(process.execPath, ['test/support/validate-mermaid.mjs'], { input: JSON.stringify(texts) });
  return JSON.parse(out.toString('utf8')) as (string | null)[];
}

/** No half of a surrogate pair: such text does not survive UTF-8. */
function wellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}

const names = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...hostile)), {
  minLength: 1,
  maxLength: 24,
});
const views = names.chain((list) =>
  fc
    .uniqueArray(fc.tuple(fc.nat(list.length - 1), fc.nat(list.length - 1)), { maxLength: 60, selector: String })
    .map((pairs) =>
      view(
        list,
        pairs.filter(([from, to]) => from !== to),
      ),
    ),
);

describe('Mermaid', () => {
  it('accepts every view, whatever the names in it', () => {
    const texts = [...hostile.map((name) => view([name, `${name} too`], [[0, 1]])), ...fc.sample(views, 40)].map(
      toMermaid,
    );
    expect(mermaidComplaints(texts).filter((complaint) => complaint !== null)).toEqual([]);
  });

  it('would have told a bad one', () => {
    expect(mermaidComplaints(['flowchart TB\n a[app/[trpc]]'])).toEqual([expect.stringContaining('Parse error')]);
  });
});

describe('SVG', () => {
  it('is well-formed XML without script, handler or outside reference, whatever the names in it', async () => {
    const { DOMParser } = new JSDOM('').window;
    for (const each of [view(hostile, []), ...hostile.map((name) => view([name, 'b'], [[0, 1]]))]) {
      const { svg } = await toSvg(each, 'line');
      const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
      expect(document.querySelector('parsererror')).toBeNull();
      for (const element of document.querySelectorAll('*')) {
        expect(['script', 'foreignObject', 'a', 'image', 'use', 'style']).not.toContain(element.tagName);
        for (const { name, value } of element.attributes) {
          expect(name).not.toMatch(/^on|href/);
          if (name !== 'xmlns' && name !== 'data-id') expect(value).not.toMatch(/url\((?!#head-)/);
        }
      }
    }
  });

  it('keeps boxes apart and texts inside them', async () => {
    await fc.assert(
      fc.asyncProperty(views, async (each) => {
        const { boxes, width, height } = await layOut(each, { direction: 'TB', nodeGap: 26, rankGap: 52 });
        const rects = [...boxes.values()];
        expect(rects).toHaveLength(each.boxes.length);
        for (const [at, a] of rects.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(-1);
          expect(a.x + a.width).toBeLessThanOrEqual(width + 1);
          expect(a.y + a.height).toBeLessThanOrEqual(height + 1);
          for (const b of rects.slice(at + 1)) {
            const apart =
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            expect(apart).toBe(true);
          }
        }
        for (const { label, note } of each.boxes) expect(textWidth(label, 13)).toBeLessThan(boxWidth(label, note));
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['a star', Array.from({ length: 19 }, (_, at) => [0, at + 1] as const)],
    ['a chain', Array.from({ length: 19 }, (_, at) => [at, at + 1] as const)],
    ['a ring', Array.from({ length: 20 }, (_, at) => [at, (at + 1) % 20] as const)],
    [
      'everything with everything',
      Array.from({ length: 380 }, (_, at) => [at % 20, (at + 1 + Math.floor(at / 20)) % 20] as const),
    ],
    ['nothing with anything', []],
  ])('fits its largest size for %s of long names', async (_, pairs) => {
    const long = Array.from({ length: 20 }, (_unused, at) => `${at}-WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW`);
    const { svg, view: drawn } = await toSvg(view(long, pairs), 'coverage');
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
    expect(Number(width)).toBeLessThanOrEqual(2400);
    expect(Number(height)).toBeLessThanOrEqual(1600);
    expect(drawn.boxes.length).toBeLessThanOrEqual(20);
    expect(drawn.arrows.length).toBeLessThanOrEqual(40);
    for (const [, size] of svg.matchAll(/font-size="([\d.]+)"/g)) expect(Number(size)).toBeGreaterThanOrEqual(11);
  });
});

describe('withinBudget', () => {
  it('bundles what is over, keeps count, and never loses an arrow in silence', () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 8 }), (list, boxes, arrows) => {
        const all = Array.from({ length: list.length - 1 }, (_, at) => [at, at + 1] as const);
        const once = view(list, all);
        const twice = withinBudget(once, { boxes, arrows });
        const singles = twice.boxes.filter(({ kind }) => kind !== 'more').length;
        expect(twice.boxes.length).toBeLessThanOrEqual(boxes);
        expect(singles + twice.omitted.boxes).toBe(list.length);
        expect(twice.arrows.length).toBeLessThanOrEqual(arrows);
        const ids = new Set(twice.boxes.map(({ id }) => id));
        for (const { from, to } of twice.arrows) expect(ids.has(from) && ids.has(to)).toBe(true);
      }),
    );
  });
});

describe('shortLabel', () => {
  it('keeps both ends of a long name, and never splits a character', () => {
    expect(shortLabel('packages/authentication-service')).toBe('packages/authe…ation-service');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
        const label = shortLabel(name);
        expect([...label].length).toBeLessThanOrEqual(28);
        expect(wellFormed(label)).toBe(true);
      }),
    );
  });
});

describe('views of a whole upload', () => {
  it('stay valid when every folder has a hostile name', async () => {
    const folders = hostile.filter((name) => /[^\s\p{Cc}/.]/u.test(name) && wellFormed(name));
    const files = folders.map((folder, at) => ({
      path: `${folder.replaceAll(/[\n/]/g, '_')}/f${at}.ts`,
      content: `import '../${(folders[at + 1] ?? folders[0] ?? '').replaceAll(/[\n/]/g, '_').replaceAll(/["\\]/g, '\\$&')}/f${(at + 1) % folders.length}';`,
    }));
    const { views: drawn } = await generateArchitecture({
      files: [...files, { path: 'package.json', content: '{"name":"</svg>"}' }],
      dropped: [],
    });
    expect(mermaidComplaints(Object.values(drawn).map(({ mermaid }) => mermaid))).toEqual([null, null, null]);
    for (const { svg } of Object.values(drawn)) expect(svg.match(/<\/svg>/g)).toHaveLength(1);
  });
});
