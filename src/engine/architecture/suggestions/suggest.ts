import type { ArchitectureSuggestion } from '../architecture-report.js';
import { cutCycles } from './cut-cycles.js';
import { removeOrphans } from './remove-orphans.js';
import { separateFolders } from './separate-folders.js';
import { splitHubs } from './split-hubs.js';
import { SHOWN, type SuggestionInput } from './suggestion-input.js';

const rules = [cutCycles, splitHubs, separateFolders, removeOrphans];
const order = { high: 0, medium: 1, low: 2 };

/** Advice with evidence; each effect is recomputed on the changed graph. Most urgent first. */
export function suggest(input: SuggestionInput): ArchitectureSuggestion[] {
  return rules
    .flatMap((rule) => rule(input).slice(0, SHOWN))
    .toSorted((a, b) => order[a.severity] - order[b.severity] || b.confidence - a.confidence);
}
