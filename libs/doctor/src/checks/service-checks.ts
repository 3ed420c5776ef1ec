import { Injectable } from '@nestjs/common';
import { AppConfig } from '#config';
import { Clock } from '#kernel';
import { type Check, type CheckFinding, checksOf, type Tenant } from '#tenant-config';
import { SERVICE_CHECKS } from '../domain/catalogue.js';
import { DatabaseClock } from '../ports/database-clock.js';
import { OwnAddress } from '../ports/own-address.js';
import { clockFinding } from './clock-skew.js';
import { reachability, verification } from './own-address-checks.js';
import { publicUrlFinding } from './public-url.js';

/** Checks of this service itself. */
@Injectable()
export class ServiceChecks {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly databaseClock: DatabaseClock,
    private readonly address: OwnAddress,
  ) {}

  /** @param engageUrl where Engage calls for the tenant */
  of(tenant: Tenant, engageUrl: string): Check[] {
    const { publicUrl } = this.config;
    return checksOf(SERVICE_CHECKS, {
      'public-url': () => publicUrlFinding(publicUrl, tenant.engage.baseApiUrl),
      'public-url-reachable': (signal) => reachability(this.address, publicUrl, signal),
      'webhook-verification': (signal) => verification(this.address, engageUrl, tenant, signal),
      'database-clock': () => this.databaseSkew(),
    });
  }

  private async databaseSkew(): Promise<CheckFinding> {
    const askedAt = this.clock.now();
    const theirs = await this.databaseClock.now();
    return clockFinding('the database', { theirs, askedAt, answeredAt: this.clock.now() });
  }
}
