import { Injectable } from '@nestjs/common';
import { BehaviourReader } from '../score/behaviour-reader.js';
import { Multipliers } from '../score/multipliers.js';
import type { Subject } from '../state/subject.js';

/** Tells the limiter what an override has changed. */
@Injectable()
export class OverrideEffect {
  constructor(
    private readonly reader: BehaviourReader,
    private readonly multipliers: Multipliers,
  ) {}

  async tell(subject: Subject): Promise<void> {
    const { state, score } = await this.reader.of(subject);
    await this.multipliers.tell(subject, score, state.version);
  }
}
