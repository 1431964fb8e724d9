import { EngineChild } from './engine-child.js';

/** Pause before a child is started again that died before it was ready, ms; doubled each time in a row. */
const RESTART_MS = 250;
const RESTART_MAX_MS = 10_000;
/** So many starts in a row that failed, and the next is tried without Node's permission model. */
const CONFINED_STARTS = 4;

/** Keeps a fixed number of warm children: each that ends, for whatever reason, is replaced. */
export class ChildFleet {
  private readonly children = new Set<EngineChild>();
  private readonly restarts = new Set<NodeJS.Timeout>();
  private failedStarts = 0;
  private closed = false;

  /** @param onIdle called whenever a child may have become free. */
  constructor(
    readonly size: number,
    private readonly memoryMb: number,
    private readonly vulnerabilities: string,
    private readonly onIdle: () => void,
    private readonly onFailedStart: (inARow: number) => void,
  ) {}

  open(): void {
    for (let started = 0; started < this.size; started++) this.start();
  }

  /** Children that can take jobs, now or after the one they run. */
  get ready(): number {
    return [...this.children].filter((child) => child.state === 'idle' || child.state === 'busy').length;
  }

  get pids(): number[] {
    return [...this.children].flatMap((child) => child.pid ?? []);
  }

  /** A child that can take a job now, or null. */
  idle(): EngineChild | null {
    for (const child of this.children) if (child.state === 'idle' && !child.spent) return child;
    return null;
  }

  /** Takes back a child after its job; one that is spent ends here. */
  release(child: EngineChild): void {
    if (child.spent && child.state !== 'dead') child.kill();
  }

  /** Ends all children and waits until they are gone. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.restarts) clearTimeout(timer);
    const ended = [...this.children].map((child) => child.ended);
    for (const child of this.children) child.kill();
    await Promise.all(ended);
  }

  private start(): void {
    if (this.closed) return;
    // A layout of folders that the permissions do not foresee must not end the service: the other limits stay.
    const confined = this.failedStarts < CONFINED_STARTS;
    const child = new EngineChild(this.memoryMb, this.vulnerabilities, confined, () => {
      if (confined) this.failedStarts = 0;
      this.onIdle();
    });
    this.children.add(child);
    void child.ended.then((wasReady) => this.replace(child, wasReady));
  }

  private replace(child: EngineChild, wasReady: boolean): void {
    this.children.delete(child);
    if (this.closed) return;
    if (wasReady) {
      this.start();
      return;
    }
    this.failedStarts += 1;
    this.onFailedStart(this.failedStarts);
    const pause = Math.min(RESTART_MAX_MS, RESTART_MS * 2 ** Math.min(this.failedStarts, 10));
    const timer = setTimeout(() => {
      this.restarts.delete(timer);
      this.start();
    }, pause);
    this.restarts.add(timer);
  }
}
