import type { Decision, Limits, LogKind, PolicyState, WindowState } from '../decision.js';
import type { LocalLog } from './local-log.js';
import { furtherKeepMsOf, keepMsOf } from '../log/packed-limits.js';

/** The logs that a request is counted in. */
export type LocalLogs = Readonly<Record<LogKind, LocalLog>>;

type Window = Pick<WindowState, 'windowMs'> & { limit: number };

interface Moment {
  /** ms: the clock, or the newest entry where that lies ahead. */
  now: number;
  /** How long the clock takes to reach it. */
  behind: number;
}

/**
 * Judges one request by logs in memory and, when it passes, logs it: the same rules and the same answers as
 * append-log-1-6.lua, which explains them.
 * @param clock ms; one that steps back counts as standing still.
 * @param cost 0 only looks.
 */
export function decideAlone(clock: number, limits: Limits, cost: number, logs: LocalLogs): Decision & { at: number } {
  const { own } = logs;
  const { further = [], shadowed } = limits;
  const newest = [own, ...further.map((rule) => logs[rule.log])].map((log) => log.newest(1) ?? clock);
  const now = Math.max(clock, ...newest);
  const moment = { now, behind: now - clock };
  const requests = Math.max(cost, 1);

  const shadow: string[] = [];
  let verdict = 'pass';
  let wait = 0;
  const judge = (name: string, tried: boolean, itsWait: number) => {
    if (tried && itsWait > 0) shadow.push(name);
    if (tried || itsWait <= wait) return;
    wait = itsWait;
    verdict = name;
  };
  judge('plan', shadowed?.plan ?? false, windowWait(own, limits, requests, now));
  judge('burst', shadowed?.burst ?? false, burstWait(own, limits, requests, now));
  for (const rule of further) judge(rule.name, rule.shadow, windowWait(logs[rule.log], rule, requests, now));

  if (verdict === 'pass' && cost > 0) spend(now, limits, cost, logs);
  return {
    verdict,
    waitMs: wait === 0 ? 0 : wait + moment.behind,
    at: now,
    plan: windowState(own, limits, moment),
    burst: burstState(own, limits, moment),
    further: further.map((rule) => ({
      name: rule.name,
      windowMs: rule.windowMs,
      shadow: rule.shadow,
      ...windowState(logs[rule.log], rule, moment),
    })),
    shadow,
  };
}

function spend(now: number, limits: Limits, cost: number, logs: LocalLogs): void {
  const { limit, burst, further = [] } = limits;
  const highest = (log: LogKind) =>
    Math.max(0, ...further.filter((rule) => rule.log === log).map((rule) => rule.limit));
  logs.own.append(now, Math.min(cost, Math.max(limit, burst, highest('own'))), keepMsOf(limits));
  for (const log of ['route', 'key'] as const) {
    const most = highest(log);
    if (most > 0) logs[log].append(now, Math.min(cost, most), furtherKeepMsOf(limits, log));
  }
}

function windowWait(log: LocalLog, { limit, windowMs }: Window, requests: number, now: number): number {
  const counted = Math.min(requests, limit);
  if (log.since(now - windowMs + 1) + counted <= limit) return 0;
  return nth(log, limit - counted + 1) + windowMs - now;
}

function burstWait(log: LocalLog, limits: Limits, requests: number, now: number): number {
  const { burst, burstWindowMs } = limits;
  if (burst === 0) return 0;
  const counted = Math.min(requests, burst);
  const pause = pauseLeft(log, limits, now);
  if (counted <= 1 || log.since(now - burstWindowMs) + counted <= burst) return pause;
  return Math.max(pause, nth(log, burst - counted + 1) + burstWindowMs + 1 - now);
}

function windowState(log: LocalLog, { limit, windowMs }: Window, { now, behind }: Moment): PolicyState {
  const remaining = Math.max(limit - log.since(now - windowMs + 1), 0);
  const resetMs = remaining === limit ? 0 : nth(log, limit - remaining) + windowMs - now + behind;
  return { limit, remaining, resetMs };
}

function burstState(log: LocalLog, limits: Limits, { now, behind }: Moment): PolicyState {
  const { burst: limit, burstWindowMs } = limits;
  if (limit === 0) return { limit, remaining: 0, resetMs: 0 };
  const pause = pauseLeft(log, limits, now);
  if (pause > 0) return { limit, remaining: 0, resetMs: pause + behind };
  const remaining = Math.max(limit - log.since(now - burstWindowMs), 1);
  const resetMs = remaining === limit ? 0 : nth(log, limit - remaining) + burstWindowMs + 1 - now + behind;
  return { limit, remaining, resetMs };
}

function pauseLeft(log: LocalLog, { burst, burstWindowMs, pauseMs }: Limits, now: number): number {
  if (log.length < burst) return 0;
  const newest = nth(log, 1);
  return newest - nth(log, burst) <= burstWindowMs ? Math.max(newest + pauseMs - now, 0) : 0;
}

/** Only where the caller has counted so many. */
function nth(log: LocalLog, n: number): number {
  return log.newest(n) as number;
}
