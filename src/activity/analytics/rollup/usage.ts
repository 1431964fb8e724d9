import { type ActivityEvent, ownerOf } from '../../activity-event.js';
import { cellOf } from './rollup.js';
import { routeOf } from './dimensions.js';

/** Requests of one account, by route and outcome. */
export type UsageLine = [route: string, outcome: string, requests: number, accepted: number];

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** What accounts sent, added up by account, route and outcome. */
export class UsageSums {
  private readonly accounts = new Map<string, Map<string, UsageLine>>();

  /** Takes a request; other events, and callers without an account, count for nobody. */
  addEvent(event: ActivityEvent): void {
    const owner = ownerOf(event);
    if (event.type !== 'http.request' || owner === null || !uuid.test(owner)) return;
    const [requests, accepted] = cellOf(event);
    this.add(owner, [routeOf(event), event.outcome, requests, accepted]);
  }

  add(account: string, [route, outcome, requests, accepted]: UsageLine): void {
    let lines = this.accounts.get(account);
    if (lines === undefined) this.accounts.set(account, (lines = new Map()));
    const key = `${outcome} ${route}`;
    const line = lines.get(key);
    if (line === undefined) {
      lines.set(key, [route, outcome, requests, accepted]);
      return;
    }
    line[2] += requests;
    line[3] += accepted;
  }

  /** In the order of the accounts' ids. */
  entries(): [account: string, lines: UsageLine[]][] {
    const all = [...this.accounts].map(([account, lines]): [string, UsageLine[]] => [account, [...lines.values()]]);
    return all.sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
