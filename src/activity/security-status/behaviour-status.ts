import { Injectable } from '@nestjs/common';
import { Problem } from '../../problem/problem.js';
import { RedisUnavailable } from '../../redis/redis-unavailable.js';
import { BehaviourReader } from '../detection/behaviour-reader.js';
import { behaviourView, type SecurityStatusView } from './behaviour-view.js';

@Injectable()
export class BehaviourStatus {
  constructor(private readonly reader: BehaviourReader) {}

  /** @throws Problem `unavailable` while Redis, which holds the state, is away. */
  async of(userId: string, role: 'user' | 'admin'): Promise<SecurityStatusView> {
    try {
      const behaviour = await this.reader.read(userId);
      return behaviourView(behaviour, this.reader.recoversAt(behaviour), role === 'admin');
    } catch (error) {
      if (error instanceof RedisUnavailable) {
        throw new Problem('unavailable', { headers: { 'retry-after': '5' }, cause: error });
      }
      throw error;
    }
  }
}
