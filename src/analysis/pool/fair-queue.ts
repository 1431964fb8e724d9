/**
 * Jobs that wait, fairly between tenants: each tenant has a line of its own, and the lines take turns, so that one who sends
 * a hundred jobs delays another's one job by one, not by a hundred. Bounded in jobs, in bytes, and per tenant.
 */
export interface Waiting {
  readonly tenant: string;
  readonly bytes: number;
}

export interface QueueBounds {
  jobs: number;
  jobsPerTenant: number;
  bytes: number;
}

export class FairQueue<T extends Waiting> {
  /** Lines by tenant; the order of the map is the order of turns. Empty lines are removed. */
  private readonly lines = new Map<string, T[]>();
  private count = 0;
  private held = 0;

  constructor(private readonly bounds: QueueBounds) {}

  get size(): number {
    return this.count;
  }

  /** Returns false when there is no room. */
  add(job: T): boolean {
    const line = this.lines.get(job.tenant);
    const full = this.count >= this.bounds.jobs || this.held + job.bytes > this.bounds.bytes;
    if (full || (line?.length ?? 0) >= this.bounds.jobsPerTenant) return false;
    if (line === undefined) this.lines.set(job.tenant, [job]);
    else line.push(job);
    this.count += 1;
    this.held += job.bytes;
    return true;
  }

  /** Takes the next job of the first tenant in turn that `eligible` lets run; that tenant then goes to the end. */
  take(eligible: (tenant: string) => boolean): T | null {
    for (const [tenant, line] of this.lines) {
      if (!eligible(tenant)) continue;
      const job = line.shift();
      if (job === undefined) continue;
      this.lines.delete(tenant);
      if (line.length > 0) this.lines.set(tenant, line);
      this.forget(job);
      return job;
    }
    return null;
  }

  /** Takes a job out of its line; false when it is not waiting. */
  remove(job: T): boolean {
    const line = this.lines.get(job.tenant);
    const at = line?.indexOf(job) ?? -1;
    if (line === undefined || at < 0) return false;
    line.splice(at, 1);
    if (line.length === 0) this.lines.delete(job.tenant);
    this.forget(job);
    return true;
  }

  /** Takes everything out. */
  drain(): T[] {
    const all = [...this.lines.values()].flat();
    this.lines.clear();
    this.count = 0;
    this.held = 0;
    return all;
  }

  private forget(job: T): void {
    this.count -= 1;
    this.held -= job.bytes;
  }
}
