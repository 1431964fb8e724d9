import type { FastifyReply } from 'fastify';
import type { Decision, Limits, PolicyState } from '../decision.js';

/** The plan's windows, ms, and which of them are in shadow mode: those are not told to callers. */
export type Windows = Pick<Limits, 'windowMs' | 'burstWindowMs' | 'shadowed'>;

/** A policy as it stands in the lists. */
interface Listed extends PolicyState {
  name: string;
  windowMs: number;
}

/**
 * The limit fields of an answer: `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11, list form)
 * and the older `X-RateLimit-*` of the tightest policy. They tell one story: `t` and the reset are when `r` next rises,
 * and so, once nothing is left, when a retry passes.
 * @param now unix ms.
 */
export function setLimitHeaders(reply: FastifyReply, decision: Decision, windows: Windows, now: number): void {
  const { plan, burst, further } = decision;
  const hasBurst = burst.limit > 0 || decision.verdict === 'block';
  // Most plans have no more than these two: their fields are made without lists.
  if (further.length > 0 || windows.shadowed !== undefined) return setListedFields(reply, decision, windows, now);
  reply.header('ratelimit-policy', policyField(windows, plan.limit, hasBurst ? burst.limit : null));
  reply.header('ratelimit', hasBurst ? `${item('plan', plan)}, ${item('burst', burst)}` : item('plan', plan));
  setOlderFields(reply, hasBurst ? tightest(decision) : plan, now);
}

function setListedFields(reply: FastifyReply, decision: Decision, windows: Windows, now: number): void {
  const { plan, burst, further, verdict } = decision;
  const { shadowed, windowMs, burstWindowMs } = windows;
  const listed: Listed[] = further.filter(({ shadow }) => !shadow);
  if ((burst.limit > 0 || verdict === 'block') && shadowed?.burst !== true) {
    listed.unshift({ name: 'burst', windowMs: burstWindowMs, ...burst });
  }
  if (shadowed?.plan !== true) listed.unshift({ name: 'plan', windowMs, ...plan });
  const [first] = listed;
  if (first === undefined) return;
  const policies = listed.map(({ name, limit, windowMs: ms }) => `"${name}";q=${limit};w=${seconds(ms)}`);
  reply.header('ratelimit-policy', policies.join(', '));
  reply.header('ratelimit', listed.map((policy) => item(policy.name, policy)).join(', '));
  const refused = listed.find(({ name }) => name === verdict);
  setOlderFields(reply, refused ?? listed.reduce<PolicyState>(tighter, first), now);
}

/**
 * Adds the policy of a route (`@Throttle`) to the fields that the plan's decision has set, where there is one. It is told
 * in the older fields when it refused, or is the tighter one.
 * @param now unix ms.
 */
export function addRouteFields(reply: FastifyReply, decision: Decision, windowMs: number, now: number): void {
  const state = decision.plan;
  const before = (name: string) => {
    const value = reply.getHeader(name);
    return typeof value === 'string' ? `${value}, ` : '';
  };
  const planLeft = reply.getHeader('x-ratelimit-remaining');
  reply.header('ratelimit-policy', `${before('ratelimit-policy')}"route";q=${state.limit};w=${seconds(windowMs)}`);
  reply.header('ratelimit', before('ratelimit') + item('route', state));
  if (decision.verdict === 'pass' && Number(planLeft) < state.remaining) return;
  setOlderFields(reply, state, now);
}

function setOlderFields(reply: FastifyReply, { limit, remaining, resetMs }: PolicyState, now: number): void {
  reply.header('x-ratelimit-limit', limit);
  reply.header('x-ratelimit-remaining', remaining);
  reply.header('x-ratelimit-reset', seconds(now + resetMs));
}

/** Whole seconds, never too early. */
export function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}

/** Whole seconds after which the refused request passes, at least 1. */
export function retryAfter({ waitMs }: Decision): string {
  return String(Math.max(seconds(waitMs), 1));
}

/** The policy that leaves least; of two alike the one that lasts longer. A refusal's own policy is always the tightest. */
export function tightest({ verdict, plan, burst }: Pick<Decision, 'verdict' | 'plan' | 'burst'>): PolicyState {
  if (verdict === 'plan') return plan;
  return verdict === 'burst' ? burst : tighter(plan, burst);
}

function tighter(one: PolicyState, other: PolicyState): PolicyState {
  if (one.remaining !== other.remaining) return one.remaining < other.remaining ? one : other;
  return one.resetMs >= other.resetMs ? one : other;
}

function item(name: string, { remaining, resetMs }: PolicyState): string {
  return `"${name}";r=${remaining};t=${seconds(resetMs)}`;
}

// One text per plan and factor: few, yet overrides could make many, so the memory is bounded.
const capacity = 1_000;
const policyFields = new Map<number, Map<Windows, string>>();

function policyField(windows: Windows, limit: number, burst: number | null): string {
  const numbers = limit * 8192 + (burst ?? 8191);
  let byWindows = policyFields.get(numbers);
  let text = byWindows?.get(windows);
  if (text !== undefined) return text;
  text = `"plan";q=${limit};w=${seconds(windows.windowMs)}`;
  if (burst !== null) text += `, "burst";q=${burst};w=${seconds(windows.burstWindowMs)}`;
  if (policyFields.size >= capacity) policyFields.clear();
  byWindows = policyFields.get(numbers) ?? new Map<Windows, string>();
  if (byWindows.size >= capacity) byWindows.clear();
  byWindows.set(windows, text);
  policyFields.set(numbers, byWindows);
  return text;
}
