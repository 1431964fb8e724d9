import { Problem } from '../../../problem/problem.js';

/** An archive may grow this much without question; beyond it, the ratio tells a bomb from a large project. */
const FREE_BYTES = 64 * 1024 * 1024;
const MAX_RATIO = 100;
const MAX_BYTES = 1024 * 1024 * 1024;

/**
 * Throws when an archive expands like no source code does.
 * @throws Problem `archive_invalid`
 */
export function checkExpansion(expanded: number, packed: number): void {
  if (expanded <= FREE_BYTES) return;
  if (expanded > MAX_BYTES || expanded > packed * MAX_RATIO) {
    throw new Problem('archive_invalid', { detail: 'The archive expands to far more than source code would.' });
  }
}
