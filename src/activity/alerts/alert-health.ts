import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, type PartHealth } from '../../health/health-registry.js';
import { AlertFigures } from './model/alert-figures.js';
import { AlertIntake } from './sources/alert-intake.js';

/** Whether alerts reach anybody, for the readiness probe. */
@Injectable()
export class AlertHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly figures: AlertFigures,
    private readonly intake: AlertIntake,
  ) {}

  onModuleInit(): void {
    this.registry.add('alerts', () => this.check());
  }

  private async check(): Promise<PartHealth> {
    const { waiting, dead, failing } = await this.figures.delivery();
    const { dropped } = this.intake;
    const state = failing > 0 || dropped > 0 ? 'degraded' : 'ok';
    return { state, waiting, dead, failing_channels: failing, dropped };
  }
}
