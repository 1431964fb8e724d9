import { Injectable } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { keys } from '../../../redis/keys.js';
import { DetectionMetrics } from '../detection-metrics.js';
import { keysOf, nameOf } from '../state/subject.js';
import type { SubjectEvents } from './event-sorter.js';

/** Networks that are watched at once; those quiet for longest make room. */
const NETWORKS_LIMIT = 50_000;
const EVICTED_AT_ONCE = 200;

/** Remembers which subjects have changed, and holds the number of networks down: anybody can come from a new one. */
@Injectable()
export class SubjectTracker {
  constructor(
    private readonly redis: BackgroundRedis,
    private readonly metrics: DetectionMetrics,
  ) {}

  async seen(subjects: readonly SubjectEvents[]): Promise<void> {
    if (subjects.length === 0) return;
    const names = subjects.map(({ subject }) => nameOf(subject));
    await this.redis.call((client) => client.sadd(keys.detectionChanged, ...names));
    const networks = subjects.filter(({ subject }) => subject.kind === 'network');
    if (networks.length === 0) return;
    const scored = networks.flatMap(({ subject, events }) => [events.at(-1)?.time ?? 0, subject.id]);
    await this.redis.call((client) => client.zadd(keys.detectionNetworks, ...scored));
    await this.evict();
  }

  private async evict(): Promise<void> {
    const count = await this.redis.call((client) => client.zcard(keys.detectionNetworks));
    const surplus = Math.min(count - NETWORKS_LIMIT, EVICTED_AT_ONCE);
    if (surplus <= 0) return;
    const popped = await this.redis.call((client) => client.zpopmin(keys.detectionNetworks, surplus));
    const gone = popped.filter((_, index) => index % 2 === 0).map(String);
    // One call each: they lie in different slots.
    await Promise.all(gone.map((id) => this.redis.call((client) => client.del(keysOf({ kind: 'network', id })[0]))));
    this.metrics.evicted(gone.length);
  }
}
