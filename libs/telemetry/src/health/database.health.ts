import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { DatabaseProbe } from '#database';
import { NotReady } from './not-ready.error.js';

/** Can the database be used, and does its schema fit this build? */
@Injectable()
export class DatabaseHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly probe: DatabaseProbe,
  ) {}

  /** @throws NotReady with the reason */
  async check(): Promise<HealthIndicatorResult> {
    const obstacle = await this.probe.obstacle();
    if (obstacle) throw new NotReady(obstacle);
    return this.indicators.check('database').up();
  }
}
