import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { type Admin, AuditLog, type Tenant, TenantDirectory, UnknownTenant } from '#tenant-config';
import { UnknownUser } from '../domain/user-data.errors.js';
import { userMark } from '../domain/user-mark.js';
import { type StoredUser, UserRecords } from '../ports/user-records.js';

/** Exports what is stored about one chat user. */
@Injectable()
export class ExportUser {
  constructor(
    private readonly directory: TenantDirectory,
    private readonly records: UserRecords,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * JSON in pieces, as it is read: `{ tenant, userId, exportedAt, data: { <table>: [rows] } }`.
   *
   * @throws UnknownTenant, UnknownUser before the first piece
   */
  async run(admin: Admin, slug: string, userId: string): Promise<AsyncIterable<string>> {
    const tenant = await this.directory.bySlug(slug);
    if (!tenant) throw new UnknownTenant();
    const user = await this.records.find(tenant.id, userId);
    if (!user) throw new UnknownUser();
    await this.audit.record(admin, { action: 'user.exported', tenantSlug: slug, target: userMark(userId) });
    return this.pieces(tenant, user);
  }

  private async *pieces({ slug }: Tenant, user: StoredUser): AsyncIterable<string> {
    const head = { tenant: slug, userId: user.userId, exportedAt: this.clock.now().toISOString() };
    yield `${JSON.stringify(head).slice(0, -1)},"data":{`;
    for (const [index, table] of this.records.tables.entries()) {
      yield `${index === 0 ? '' : ','}\n${JSON.stringify(table)}:[`;
      let separator = '\n';
      for await (const row of this.records.rows(user, table)) {
        yield `${separator}${JSON.stringify(row)}`;
        separator = ',\n';
      }
      yield ']';
    }
    yield '}}\n';
  }
}
