import { Injectable, Logger } from '@nestjs/common';
import { Database, type Job } from '#database';
import { Clock } from '#kernel';
import { TenantStore } from '../ports/tenant.store.js';

/** Deletes the previous values of rotated secrets when they are no longer valid. */
@Injectable()
export class ForgetExpiredSecrets implements Job {
  readonly name = 'forget-expired-secrets';
  readonly cron = '7 * * * *';
  private readonly logger = new Logger(ForgetExpiredSecrets.name);

  constructor(
    private readonly database: Database,
    private readonly tenants: TenantStore,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const deleted = await this.database.acrossTenants(() => this.tenants.forgetExpired(this.clock.now()));
    if (deleted > 0) this.logger.log({ deleted }, 'Expired secrets deleted.');
  }
}
