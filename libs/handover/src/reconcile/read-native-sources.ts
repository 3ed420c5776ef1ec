import { Injectable, Logger } from '@nestjs/common';
import { Database, FrequentJob } from '#database';
import type { TenantId } from '#kernel';
import { type Tenant, TenantDirectory } from '#tenant-config';
import { type SourceMark, SourceMarks } from '../ports/source-marks.js';
import { forTenants } from './for-tenants.js';
import { ReadNativeSource } from './read-native-source.js';

/** How often a source has its turn, in milliseconds. */
const TURN_MS = 295_000;
/** How long a tenant's sources may take: the remaining ones have their next turn in five minutes. In milliseconds. */
const TENANT_MS = 60_000;

/** Reads every source that Engage serves itself, every five minutes, for lost messages. */
@Injectable()
export class ReadNativeSources extends FrequentJob {
  readonly name = 'read-native-sources';
  readonly everyMs = 60_000;
  private readonly logger = new Logger(ReadNativeSources.name);

  constructor(
    private readonly database: Database,
    private readonly tenants: TenantDirectory,
    private readonly marks: SourceMarks,
    private readonly source: ReadNativeSource,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<void> {
    const enabled = await this.tenants.enabled();
    await this.database.acrossTenants(() => this.marks.keepOnlyOf(enabled));
    await forTenants(enabled, (id) => this.tryTenant(id, signal), signal);
  }

  private async tryTenant(id: TenantId, signal: AbortSignal): Promise<void> {
    try {
      const tenant = await this.tenants.byId(id);
      if (!tenant) return;
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(TENANT_MS)]);
      for (const mark of await this.turns(tenant)) await this.trySource(tenant, mark, inTime);
    } catch (error) {
      const message = 'The sources of a tenant could not be read; they are read again in five minutes.';
      this.logger.warn({ tenantId: id, err: error }, message);
    }
  }

  private turns({ id, engage: { nativeSourceIds } }: Tenant): Promise<SourceMark[]> {
    return this.database.inTenant(id, async () => {
      await this.marks.keepOnly(id, nativeSourceIds);
      return nativeSourceIds.length > 0 ? this.marks.take(id, nativeSourceIds, TURN_MS) : [];
    });
  }

  /** A source that cannot be read does not stop the tenant's others. */
  private async trySource(tenant: Tenant, mark: SourceMark, signal: AbortSignal): Promise<void> {
    try {
      const next = await this.source.run(tenant, mark, signal);
      await this.database.inTenant(tenant.id, () => this.marks.save(tenant.id, next));
    } catch (error) {
      const message = 'A source could not be read; it is read again in five minutes.';
      this.logger.warn({ tenantId: tenant.id, sourceId: mark.sourceId, err: error }, message);
    }
  }
}
