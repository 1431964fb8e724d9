import type { SyntaxTree } from '../../tree/syntax-tree.js';
import type { Pattern } from '../analysis-report.js';
import { classesOf } from './class-facts.js';
import { factory } from './factory.js';
import { godClass } from './god-class.js';
import { observer } from './observer.js';
import { singleton } from './singleton.js';

/**
 * Design patterns, good and bad, that the classes of a source plainly follow. Each recogniser asks for several pieces of
 * evidence at once: a pattern that is not there is worse than one not named.
 */
export function findPatterns(tree: SyntaxTree): Pattern[] {
  return classesOf(tree).flatMap((one) =>
    [singleton, factory, observer, godClass].flatMap((recognise) => recognise(one) ?? []),
  );
}
