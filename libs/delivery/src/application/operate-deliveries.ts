import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { DeliveryId } from '#kernel';
import { type Admin, AuditLog, TenantAccess } from '#tenant-config';
import { decodeTimeCursor, InvalidInput, type Page, pageOf } from '#web';
import type { DeliveryStatus } from '../domain/delivery.js';
import { DeliverySettled, GivenUp, UnknownDelivery } from '../domain/delivery.errors.js';
import { DeliveryHandlers } from './delivery-handlers.js';
import { DeliveryArchive, type DeliverySelection, type ListedDelivery } from '../ports/delivery-archive.js';
import type { Operator } from '../ports/lane-store.js';
import { ReplayParked } from './replay-parked.js';

export interface DeliveryFilter extends DeliverySelection {
  readonly tenant?: string;
  readonly status?: DeliveryStatus;
  readonly minutesOld?: number;
  readonly limit: number;
  readonly cursor?: string;
}

/** Which parked deliveries to retry, and why. */
export interface RetryOrder extends DeliverySelection {
  readonly tenant?: string;
  readonly reason?: string;
}

/** Lists, retries and discards deliveries for an administrator. */
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

  /** @throws UnknownTenant, InvalidInput for a foreign cursor or for a search that no index bounds */
  async list(admin: Admin, filter: DeliveryFilter): Promise<Page<ListedDelivery>> {
    requireBounds(filter);
    const { tenant, limit, cursor, ...wanted } = filter;
    const found = await this.archive.list({
      ...wanted,
      tenantIds: await this.access.tenantIds(admin, tenant),
      limit: limit + 1,
      ...(cursor !== undefined && { before: decodeTimeCursor(cursor) }),
    });
    return pageOf(found, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  }

  /** @throws UnknownDelivery, DeliverySettled, AppError (`conflict`) if a retry cannot have an effect */
  async retry(admin: Admin, id: DeliveryId, reason?: string): Promise<void> {
    const delivery = await this.find(admin, id);
    await this.change(admin, delivery, { action: 'delivery.retry', reason }, async ({ tenantId }, by) => {
      if (delivery.status === 'parked') await this.handlers.find(delivery.kind)?.requireUseful(delivery);
      if (!(await this.archive.replay(tenantId, id, by)))
        throw new DeliverySettled('retried', 'parked', delivery.status);
    });
  }

  /** @throws UnknownDelivery, DeliverySettled */
  async discard(admin: Admin, id: DeliveryId, reason?: string): Promise<void> {
    const delivery = await this.find(admin, id);
    await this.change(admin, delivery, { action: 'delivery.discard', reason }, async ({ tenantId }, by) => {
      // First: it may lock the conversation, and locks are taken in one order everywhere.
      if (delivery.status === 'pending') await this.handlers.find(delivery.kind)?.onParked(delivery, new GivenUp());
      if (!(await this.archive.discard(tenantId, id, by)))
        throw new DeliverySettled('discarded', 'parked or pending', delivery.status);
    });
  }

  /** Replays such parked deliveries, of one tenant or of all that the key may see. @returns how many @throws UnknownTenant */
  async retryAll(admin: Admin, { tenant, reason, ...selection }: RetryOrder): Promise<number> {
    let replayed = 0;
    const tenantIds = await this.access.tenantIds(admin, tenant);
    for (const { tenantId, slug } of await this.archive.tenantsWithParked(tenantIds, selection)) {
      const ofTenant = await this.replayParked.run(tenantId, selection, { by: admin.name, reason });
      const detail = { replayed: ofTenant, ...definedOf({ ...selection, reason }) };
      await this.database.inTenant(tenantId, () =>
        this.audit.record(admin, { action: 'deliveries.retry', tenantSlug: slug, detail }),
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
    { action, reason }: { readonly action: string; readonly reason: string | undefined },
    work: (lane: ListedDelivery['lane'], by: Operator) => Promise<void>,
  ): Promise<void> {
    return this.database.inTenant(lane.tenantId, async () => {
      await work(lane, { by: admin.name, reason });
      await this.audit.record(admin, { action, tenantSlug, target: id, detail: definedOf({ reason }) });
    });
  }
}

/** By far the most deliveries are delivered, and these have no index by kind or error. */
function requireBounds({ kind, code, status, conversationId }: DeliveryFilter): void {
  if (conversationId !== undefined || status === 'parked' || status === 'pending') return;
  const detail = 'needs status=parked, status=pending or a conversationId';
  const faults = Object.entries({ kind, code }).filter(([, value]) => value !== undefined);
  if (faults.length > 0) throw new InvalidInput(faults.map(([name]) => ({ pointer: `/${name}`, detail })));
}

function definedOf(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const known = Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(known);
}
