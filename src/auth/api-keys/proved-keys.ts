import type { KeyCredential } from '../../access/caller.js';

/** At ~400 bytes each, about 8 MB. */
const CAPACITY = 20_000;
/** Keys that were wrong: what a forgotten build server sends again and again. */
const WRONG_CAPACITY = 2_000;

/**
 * Keys whose secret was compared, by the SHA-256 of their text. What is remembered never changes: whose key it is and
 * which of its secrets, or that there is no such key (nobody can be given one that was guessed before). Whether a key
 * still holds is never kept.
 */
export class ProvedKeys {
  private readonly proved = new Map<string, KeyCredential>();
  private readonly wrong = new Set<string>();

  constructor(
    private readonly capacity = CAPACITY,
    private readonly wrongCapacity = WRONG_CAPACITY,
  ) {}

  get(digest: string): KeyCredential | undefined {
    return this.proved.get(digest);
  }

  isWrong(digest: string): boolean {
    return this.wrong.has(digest);
  }

  add(digest: string, credential: KeyCredential): void {
    if (this.proved.size >= this.capacity) this.proved.delete(this.proved.keys().next().value as string);
    this.proved.set(digest, credential);
  }

  addWrong(digest: string): void {
    if (this.wrong.size >= this.wrongCapacity) this.wrong.delete(this.wrong.values().next().value as string);
    this.wrong.add(digest);
  }
}
