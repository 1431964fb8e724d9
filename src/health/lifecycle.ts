import { Injectable } from '@nestjs/common';

/** Whether this process is on its way out, and what it still owes. */
@Injectable()
export class Lifecycle {
  private ending = false;
  private underWay = 0;
  private lastActivity = performance.now();

  get draining(): boolean {
    return this.ending;
  }

  drain(): void {
    this.ending = true;
    this.lastActivity = performance.now();
  }

  began(): void {
    this.underWay += 1;
  }

  finished(): void {
    this.underWay -= 1;
    this.lastActivity = performance.now();
  }

  /** True when no request is under way and none has been for `ms`. */
  quietFor(ms: number): boolean {
    return this.underWay === 0 && performance.now() - this.lastActivity >= ms;
  }
}
