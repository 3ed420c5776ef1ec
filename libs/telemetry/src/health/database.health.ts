import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { DataSource } from 'typeorm';
import { pendingMigrations } from '#database';
import { NotReady } from './not-ready.error.js';

const TIMEOUT_MS = 2_000;

/** Is the database there, and does its schema fit this build? */
@Injectable()
export class DatabaseHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly source: DataSource,
  ) {}

  /** @throws NotReady with the reason */
  async check(): Promise<HealthIndicatorResult> {
    let missing: string[] = [];
    const result = await this.indicators
      .check('database')
      .attempt(async () => void (missing = await pendingMigrations(this.source)))
      .withTimeout(TIMEOUT_MS);
    if (result.database.status !== 'up') throw new NotReady('The database does not answer.');
    if (missing.length > 0) throw new NotReady(`Migrations are missing: ${missing.join(', ')}.`);
    return result;
  }
}
