import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Admin, AuditLog, TenantDirectory, UnknownTenant } from '#tenant-config';
import { UnknownUser, UserBusy } from '../domain/user-data.errors.js';
import { userMark } from '../domain/user-mark.js';
import { UserRecords } from '../ports/user-records.js';

/** Removes what is stored about one chat user. */
@Injectable()
export class EraseUser {
  constructor(
    private readonly database: Database,
    private readonly directory: TenantDirectory,
    private readonly records: UserRecords,
    private readonly audit: AuditLog,
  ) {}

  /** @throws UnknownTenant, UnknownUser, UserBusy unless forced */
  async run(admin: Admin, slug: string, userId: string, force: boolean): Promise<void> {
    const tenant = await this.directory.bySlug(slug);
    if (!tenant) throw new UnknownTenant();
    await this.database.inTenant(tenant.id, async () => {
      const user = await this.records.find(tenant.id, userId);
      if (!user) throw new UnknownUser();
      const { handovers, deliveries } = await this.records.lockedWork(user);
      if (!force && handovers + deliveries > 0) throw new UserBusy(handovers, deliveries);
      await this.records.erase(user);
      await this.audit.record(admin, {
        action: 'user.erased',
        tenantSlug: slug,
        target: userMark(userId),
        detail: { force },
      });
    });
  }
}
