import type { Cycle, EntryPoint, Evidence, Relation } from '../architecture-report.js';
import type { FileGraph } from '../graph/file-graph.js';

/** What the advice rests on. */
export interface SuggestionInput {
  files: FileGraph;
  cycles: readonly Cycle[];
  /** Between whole folders by their paths, however the components bundle them. */
  folderRelations: readonly Relation[];
  entryPoints: readonly EntryPoint[];
  /** Imports that make one file need another. */
  evidenceOf: (from: string, to: string) => Evidence[];
  firstLine: (path: string) => Evidence;
}

/** Most suggestions of one rule, and most places of one suggestion, that are worth reading at once. */
export const SHOWN = 5;

export function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}

/** `1 import`, `3 dependencies`. */
export function quantity(number: number, word: string): string {
  if (number === 1) return `1 ${word}`;
  return `${number} ${word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`}`;
}
