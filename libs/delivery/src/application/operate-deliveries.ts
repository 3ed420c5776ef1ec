import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { DeliveryId } from '#kernel';
import { type Admin, AuditLog, TenantAccess } from '#tenant-config';
import { decodeTimeCursor, type Page, pageOf } from '#web';
import type { DeliveryStatus } from '../domain/delivery.js';
import { DeliverySettled, GivenUp, UnknownDelivery } from '../domain/delivery.errors.js';
import { DeliveryHandlers } from './delivery-handlers.js';
import { DeliveryArchive, type ListedDelivery } from '../ports/delivery-archive.js';
import { ReplayParked } from './replay-parked.js';

export interface DeliveryFilter {
  readonly tenant?: string;
  readonly status?: DeliveryStatus;
  readonly limit: number;
  readonly cursor?: string;
}

/** What an administrator sees of deliveries and does about them. */
@Injectable()
export class OperateDeliveries {
  constructor(
    private readonly archive: DeliveryArchive,
    private readonly replayParked: ReplayParked,
    private readonly access: TenantAccess,
    private readonly audit: AuditLog,
    private readonly database: Database,
    private readonly handlers: DeliveryHandlers,
  ) {}

  /** @throws UnknownTenant, InvalidInput for a foreign cursor */
  async list(admin: Admin, { tenant, status, limit, cursor }: DeliveryFilter): Promise<Page<ListedDelivery>> {
    const found = await this.archive.list({
      tenantIds: await this.access.tenantIds(admin, tenant),
      limit: limit + 1,
      ...(status && { status }),
      ...(cursor !== undefined && { before: decodeTimeCursor(cursor) }),
    });
    return pageOf(found, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  }

  /** @throws UnknownDelivery, DeliverySettled */
  async retry(admin: Admin, id: DeliveryId): Promise<void> {
    const delivery = await this.find(admin, id);
    await this.change(admin, delivery, 'delivery.retry', async ({ tenantId }) => {
      if (!(await this.archive.replay(tenantId, id))) throw new DeliverySettled('retried', 'parked', delivery.status);
    });
  }

  /** @throws UnknownDelivery, DeliverySettled */
  async discard(admin: Admin, id: DeliveryId): Promise<void> {
    const delivery = await this.find(admin, id);
    await this.change(admin, delivery, 'delivery.discard', async ({ tenantId }) => {
      // First: it may lock the conversation, and locks are taken in one order everywhere.
      if (delivery.status === 'pending') await this.handlers.find(delivery.kind)?.onParked(delivery, new GivenUp());
      if (!(await this.archive.discard(tenantId, id)))
        throw new DeliverySettled('discarded', 'parked or pending', delivery.status);
    });
  }

  /** Replays all parked deliveries, of one tenant or of all that the key may see. @returns how many @throws UnknownTenant */
  async retryAll(admin: Admin, tenant: string | undefined): Promise<number> {
    let replayed = 0;
    for (const { tenantId, slug } of await this.archive.tenantsWithParked(await this.access.tenantIds(admin, tenant))) {
      const ofTenant = await this.replayParked.run(tenantId);
      await this.database.inTenant(tenantId, () =>
        this.audit.record(admin, { action: 'deliveries.retry', tenantSlug: slug, detail: { replayed: ofTenant } }),
      );
      replayed += ofTenant;
    }
    return replayed;
  }

  private async find(admin: Admin, id: DeliveryId): Promise<ListedDelivery> {
    const delivery = await this.archive.find(id);
    if (!delivery || !(await this.access.sees(admin, delivery.lane.tenantId))) throw new UnknownDelivery();
    return delivery;
  }

  private change(
    admin: Admin,
    { id, tenantSlug, lane }: ListedDelivery,
    action: string,
    work: (lane: ListedDelivery['lane']) => Promise<void>,
  ): Promise<void> {
    return this.database.inTenant(lane.tenantId, async () => {
      await work(lane);
      await this.audit.record(admin, { action, tenantSlug, target: id });
    });
  }
}
