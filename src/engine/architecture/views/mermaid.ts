import type { Arrow, Box } from '../architecture-report.js';
import { escapeMermaid } from './labels.js';
import type { ViewModel } from './view-model.js';

/** Opening and closing of a node's shape. */
const shapes: Readonly<Record<Box['kind'], readonly [string, string]>> = {
  system: ['[', ']'],
  component: ['[', ']'],
  actor: ['([', '])'],
  store: ['[(', ')]'],
  service: ['[[', ']]'],
  file: ['[', ']'],
  more: ['(', ')'],
};

const arrowForms: Readonly<Record<Arrow['style'], string>> = { normal: '-->', back: '==>', soft: '-.->', cut: '-.->' };

const classes = [
  'classDef system fill:#1d4ed8,stroke:#1e3a8a,color:#ffffff',
  'classDef component fill:#dbeafe,stroke:#3b82f6,color:#0f172a',
  'classDef actor fill:#fef3c7,stroke:#d97706,color:#0f172a',
  'classDef store fill:#dcfce7,stroke:#16a34a,color:#0f172a',
  'classDef service fill:#f3e8ff,stroke:#9333ea,color:#0f172a',
  'classDef file fill:#f1f5f9,stroke:#64748b,color:#0f172a',
  'classDef more fill:#ffffff,stroke:#94a3b8,color:#475569',
];

/**
 * A Mermaid flowchart. Nodes have names of our own (`n0`, `n1`): no uploaded text ever stands where Mermaid reads syntax,
 * only inside quoted labels, escaped.
 */
export function toMermaid(view: ViewModel): string {
  const nodeOf = new Map(view.boxes.map(({ id }, at) => [id, `n${at}`]));
  const lines = ['flowchart TB', `  accTitle: ${escapeMermaid(view.title).replace(/:/g, ' ')}`];
  for (const { id, kind, label, note } of view.boxes) {
    const [open, close] = shapes[kind];
    const text = note === '' ? escapeMermaid(label) : `${escapeMermaid(label)}<br/>${escapeMermaid(note)}`;
    lines.push(`  ${nodeOf.get(id)}${open}"${text}"${close}:::${kind}`);
  }
  if (view.boxes.length === 0) lines.push(`  n0["${escapeMermaid(view.emptyText)}"]:::more`);
  for (const { from, to, label, style } of view.arrows) {
    const text = label === '' ? '' : `|"${escapeMermaid(label)}"|`;
    lines.push(`  ${nodeOf.get(from)} ${arrowForms[style]}${text} ${nodeOf.get(to)}`);
  }
  const cuts = view.arrows.flatMap(({ style }, at) => (style === 'cut' ? [at] : []));
  if (cuts.length > 0) lines.push(`  linkStyle ${cuts.join(',')} stroke:#dc2626`);
  return `${[...lines, ...classes.map((line) => `  ${line}`)].join('\n')}\n`;
}
