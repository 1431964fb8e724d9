/**
 * Work that is done again and again, away from requests and never twice at once: while a run goes on, its next times
 * pass. A failure is told and ends nothing.
 */
export class PeriodicWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | null = null;

  /**
   * @param everyMs from the beginning of one run to that of the next.
   * @param run one run.
   * @param failed what to do with an error that it threw.
   */
  constructor(
    private readonly everyMs: number,
    private readonly run: () => Promise<unknown>,
    private readonly failed: (error: Error) => void,
  ) {}

  /** The first run comes after one period. The timer keeps no process alive. */
  start(): void {
    this.timer ??= setInterval(this.begin, this.everyMs).unref();
  }

  /** As `start`, with a first run at once. */
  startNow(): void {
    this.start();
    this.begin();
  }

  /** No further run begins; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private readonly begin = (): void => {
    this.running ??= this.run()
      .then(() => undefined, this.failed)
      .finally(() => {
        this.running = null;
      });
  };
}
