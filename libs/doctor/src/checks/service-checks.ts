import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { Clock } from '#kernel';
import { type Check, type CheckFinding, checksOf, type Tenant } from '#tenant-config';
import { SERVICE_CHECKS } from '../domain/catalogue.js';
import { DatabaseClock } from '../ports/database-clock.js';
import { clockFinding } from './clock-skew.js';
import { publicUrlFinding } from './public-url.js';

/** Checks of this service itself. */
@Injectable()
export class ServiceChecks {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly databaseClock: DatabaseClock,
  ) {}

  of({ engage }: Tenant): Check[] {
    return checksOf(SERVICE_CHECKS, {
      'public-url': () => publicUrlFinding(this.config.publicUrl, engage.baseApiUrl),
      'database-clock': () => this.databaseSkew(),
    });
  }

  private async databaseSkew(): Promise<CheckFinding> {
    const askedAt = this.clock.now();
    const theirs = await this.databaseClock.now();
    return clockFinding('the database', { theirs, askedAt, answeredAt: this.clock.now() });
  }
}
