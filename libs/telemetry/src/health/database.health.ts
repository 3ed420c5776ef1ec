import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { pendingMigrations } from '#database';

const TIMEOUT_MS = 2_000;

/** Is the database there, and does its schema fit this build? */
@Injectable()
export class DatabaseHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly source: DataSource,
  ) {}

  async check(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('database');
    let missing: string[] = [];
    const result = await indicator
      .attempt(async () => void (missing = await pendingMigrations(this.source)))
      .withTimeout(TIMEOUT_MS);
    if (result.database.status !== 'up') return indicator.down('The database does not answer.');
    return missing.length > 0 ? indicator.down(`Migrations are missing: ${missing.join(', ')}.`) : indicator.up();
  }
}
