export interface SubjectCount {
  requests: number;
  denied: number;
  /** The encrypted network of an anonymous subject. */
  src?: string;
}

/**
 * Counts per subject for however many subjects, in bounded memory. The map grows to twice its capacity and is then cut
 * back to the `capacity` subjects with the most refusals (then requests): amortised O(log n) per new subject. A subject
 * that was cut starts again at zero, so its count is a lower bound; with fewer than `capacity` subjects in the bucket
 * every count is exact. Whoever keeps being refused outranks the many that come by once, and stays.
 */
export class SubjectCounts {
  private counts: Map<string, SubjectCount>;

  constructor(
    private readonly capacity: number,
    known: Readonly<Record<string, SubjectCount>> = {},
  ) {
    this.counts = new Map(Object.entries(known));
  }

  add(subject: string, added: SubjectCount): void {
    const count = this.counts.get(subject);
    if (count !== undefined) {
      count.requests += added.requests;
      count.denied += added.denied;
      if (added.src !== undefined) count.src = added.src;
      return;
    }
    if (this.counts.size >= 2 * this.capacity) this.counts = new Map(this.top(this.capacity));
    this.counts.set(subject, { ...added });
  }

  /** Most refused first. */
  top(limit: number): [string, SubjectCount][] {
    const all = [...this.counts];
    all.sort(([, a], [, b]) => b.denied - a.denied || b.requests - a.requests);
    return all.slice(0, limit);
  }
}
