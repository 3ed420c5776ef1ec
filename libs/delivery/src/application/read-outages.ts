import { Injectable } from '@nestjs/common';
import { UUID_PATTERN } from '#kernel';
import { type Admin, TenantAccess } from '#tenant-config';
import { decodeCursor, type Page, pageOf } from '#web';
import { type Outage, Outages } from '../ports/outages.js';

/** Position in the list: a tenant's id and what its lanes wait for. */
const POSITION = new RegExp(`^${UUID_PATTERN} [^\\0]{1,300}$`);
const ID_LENGTH = 36;

/** Lists for an operator which services are away, and how many conversations wait for them. */
@Injectable()
export class ReadOutages {
  constructor(
    private readonly outages: Outages,
    private readonly access: TenantAccess,
  ) {}

  /** @throws UnknownTenant, InvalidInput for a foreign cursor */
  async page(admin: Admin, query: { tenant?: string; limit: number; cursor?: string }): Promise<Page<Outage>> {
    const { tenant, limit, cursor } = query;
    const found = await this.outages.list({
      tenantIds: await this.access.tenantIds(admin, tenant),
      limit: limit + 1,
      ...(cursor !== undefined && { after: positionIn(cursor) }),
    });
    return pageOf(found, limit, ({ tenantId, waitsFor }) => [`${tenantId} ${waitsFor}`]);
  }
}

function positionIn(cursor: string): [tenantId: string, waitsFor: string] {
  const [position = ''] = decodeCursor(cursor, 1, POSITION);
  return [position.slice(0, ID_LENGTH), position.slice(ID_LENGTH + 1)];
}
