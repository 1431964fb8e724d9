import { Generations } from '../generations.js';

/** Subjects of one generation: at most twice as many are remembered. */
const SUBJECTS = 20_000;

interface Spell {
  /** Monotonic, ms. */
  since: number;
  count: number;
}

/**
 * How often a subject may get back what it did not use: as often within a window as the window's limit. A caller who leaves
 * now and then pays nothing; one who sends and leaves, over and over, would otherwise never be refused, and each of its
 * requests costs a decision, a refund and a word to every instance.
 */
export class UnusedAllowance {
  private readonly spells = new Generations<string, Spell>(SUBJECTS);

  /** Counts one more; false when there were enough. @param now monotonic ms. */
  admits(subject: string, { limit, windowMs }: { limit: number; windowMs: number }, now: number): boolean {
    const spell = this.spells.get(subject);
    if (spell === undefined || now - spell.since >= windowMs) {
      this.spells.set(subject, { since: now, count: 1 });
      return true;
    }
    spell.count += 1;
    return spell.count <= limit;
  }
}
