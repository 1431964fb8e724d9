import { Cluster, type ClusterOptions, type Redis, type RedisOptions } from 'ioredis';
import type { RedisNode, RedisTarget } from '../config/redis-url.js';

/** A connection that owes an answer for so long is given up, ms: hung, or cut off without a word. */
const SILENCE_MS = 500;
/** The same for connections with blocking reads (of a second) and large batches, ms. */
const PATIENT_SILENCE_MS = 3_000;

/**
 * Client settings, as tested by killing, stopping and failing over real servers (test/e2e/faults/failover, bench/faults).
 * - no offline queue, no retries: the breaker and the local limiter answer instead of a queue that hides the outage;
 * - no resending: a decision whose answer was lost must not be counted twice;
 * - `socketTimeout`: without it a client stays with a master that hangs, while Sentinel has long made another.
 */
const base = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  enableReadyCheck: true,
  // A server that loads its file is asked again soon, however long it expects to take.
  maxLoadingRetryTime: 200,
  connectTimeout: 500,
  // A hung server never closes its side.
  disconnectTimeout: 200,
  socketTimeout: SILENCE_MS,
  retryStrategy: (times: number) => Math.min(20 * 2 ** Math.min(times - 1, 4), 250) * (0.75 + Math.random() / 2),
  reconnectOnError: (error: Error) => (/^(READONLY|UNBLOCKED)/.test(error.message) ? (1 as const) : false),
} satisfies RedisOptions;

/**
 * How long a caller waits for one command or script, ms. It is RedisConnection's own deadline, which knows of stalls and
 * bounds Cluster calls too; ioredis' `commandTimeout` does neither, and costs a timer for each command.
 */
export const COMMAND_TIMEOUT_MS = 40;

/** A reply comes as RESP2 would give it, whatever protocol is spoken. */
type Legacy<T> = T & { replyMapping: 'legacy' };

/**
 * Options for everything but a Cluster.
 * @param patient for a connection on which no request waits.
 */
export function redisOptions(
  target: Exclude<RedisTarget, { kind: 'cluster' }>,
  patient: boolean,
): Legacy<RedisOptions> {
  const patience = patient ? { socketTimeout: PATIENT_SILENCE_MS } : {};
  const common: Legacy<RedisOptions> = { ...base, ...patience, lazyConnect: true, replyMapping: 'legacy' };
  if (target.kind === 'socket') return { ...common, path: target.path };
  if (target.kind === 'single') {
    const { host, port, db } = target;
    return { ...common, ...login(target), host, port, db };
  }
  return {
    ...common,
    ...login(target),
    sentinels: target.nodes,
    name: target.master,
    sentinelCommandTimeout: 500,
    sentinelRetryStrategy: base.retryStrategy,
    // With the detector on, one failover in six left the client dead for good.
    failoverDetector: false,
    ...(target.tls ? { enableTLSForSentinelMode: true } : {}),
  };
}

type ClusterSettings = Omit<ClusterOptions, 'redisOptions'> & {
  redisOptions: Legacy<NonNullable<ClusterOptions['redisOptions']>>;
};

/** Options for a Cluster; `patient` as for the others. */
export function clusterOptions(target: Extract<RedisTarget, { kind: 'cluster' }>, patient: boolean): ClusterSettings {
  const patience = patient ? { socketTimeout: PATIENT_SILENCE_MS } : {};
  const { retryStrategy: _notForNodes, enableOfflineQueue, ...node } = base;
  return {
    lazyConnect: true,
    enableOfflineQueue,
    slotsRefreshInterval: 1000,
    slotsRefreshTimeout: 500,
    clusterRetryStrategy: base.retryStrategy,
    // Not tried again behind the caller's back, who has an answer by then: a decision would be counted twice.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    retryDelayOnMoved: 20,
    retryDelayOnTryAgain: 20,
    redisOptions: { ...node, ...login(target), ...patience, replyMapping: 'legacy' },
  };
}

/** Options for one connection that hears messages and is never revived; `known` tells the nodes of a Cluster. */
export function subscriberOptions(target: RedisTarget, known: Redis | Cluster): Legacy<RedisOptions> {
  const once = { retryStrategy: () => null, autoResubscribe: false };
  if (target.kind !== 'cluster') return { ...redisOptions(target, false), ...once, sentinelRetryStrategy: () => null };
  const nodes = known instanceof Cluster ? known.nodes().map(({ options }) => options) : [];
  const choice = nodes.length > 0 ? nodes : target.nodes;
  const { host, port } = choice[Math.floor(Math.random() * choice.length)] as RedisNode;
  return { ...base, ...login(target), ...once, lazyConnect: true, replyMapping: 'legacy', host, port };
}

interface Login {
  username?: string;
  password?: string;
  tls: boolean;
}

function login(target: Login): Pick<RedisOptions, 'username' | 'password' | 'tls'> {
  return {
    ...(target.username === undefined ? {} : { username: target.username }),
    ...(target.password === undefined ? {} : { password: target.password }),
    ...(target.tls ? { tls: {} } : {}),
  };
}
