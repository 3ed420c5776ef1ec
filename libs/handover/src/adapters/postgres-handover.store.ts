import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, LessThanOrEqual, Not, Or, type Repository } from 'typeorm';
import { Database } from '#database';
import type { ConversationId, HandoverId, TenantId } from '#kernel';
import type { Handover } from '../domain/handover.js';
import { HandoverStore } from '../ports/handover-store.js';
import { HandoverRow } from './handover.row.js';

@Injectable()
export class PostgresHandoverStore extends HandoverStore {
  constructor(private readonly database: Database) {
    super();
  }

  async insert(handover: Handover): Promise<void> {
    await this.rows.insert(toRow(handover));
  }

  async running(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined> {
    const row = await this.rows.findOneBy({ tenantId, conversationId, endedAt: IsNull() });
    return row ? toHandover(row) : undefined;
  }

  async latest(tenantId: TenantId, conversationId: ConversationId): Promise<Handover | undefined> {
    const row = await this.rows.findOne({ where: { tenantId, conversationId }, order: { startedAt: 'DESC' } });
    return row ? toHandover(row) : undefined;
  }

  async previous({ tenantId, conversationId, id, startedAt }: Handover): Promise<Handover | undefined> {
    const row = await this.rows.findOne({
      where: { tenantId, conversationId, id: Not(id), startedAt: LessThanOrEqual(startedAt) },
      order: { startedAt: 'DESC' },
    });
    return row ? toHandover(row) : undefined;
  }

  async find(tenantId: TenantId, id: HandoverId): Promise<Handover | undefined> {
    const row = await this.rows.findOneBy({ tenantId, id });
    return row ? toHandover(row) : undefined;
  }

  async change(handover: Handover, changes: Partial<Handover>): Promise<Handover> {
    const { tenantId, id, status } = handover;
    const changed = { ...handover, ...changes };
    const result = await this.rows.update({ tenantId, id, status, endedAt: IsNull() }, toRow(changed));
    if (result.affected !== 1) throw new Error(`The handover is not in status ${status} any more.`);
    return changed;
  }

  async due(tenantId: TenantId, now: Date, limit: number): Promise<Handover[]> {
    const rows = await this.rows
      .createQueryBuilder('h')
      .where('h.tenantId = :tenantId AND h.endedAt IS NULL', { tenantId })
      .andWhere('least(h.inactivityDueAt, h.noPickupDueAt) <= :now', { now })
      .take(limit)
      .getMany();
    return rows.map(toHandover);
  }

  async unchecked(tenantId: TenantId, before: Date, limit: number): Promise<Handover[]> {
    const rows = await this.rows.find({
      where: {
        tenantId,
        endedAt: IsNull(),
        step: 'recategorised',
        startedAt: LessThan(before),
        checkedAt: Or(IsNull(), LessThan(before)),
      },
      order: { checkedAt: { direction: 'ASC', nulls: 'FIRST' } },
      take: limit,
    });
    return rows.map(toHandover);
  }

  private get rows(): Repository<HandoverRow> {
    return this.database.manager.getRepository(HandoverRow);
  }
}

type Absent = null | undefined;
const orNull = <Value>(value: Value | Absent): Value | null => value ?? null;
const orUndefined = <Value>(value: Value | Absent): Value | undefined => value ?? undefined;

function toRow(handover: Handover): HandoverRow {
  return {
    ...handover,
    reason: orNull(handover.reason),
    summary: orNull(handover.summary),
    contextData: { ...handover.contextData },
    note: orNull(handover.note),
    noteQueuedAt: orNull(handover.noteQueuedAt),
    categoryIds: [...handover.categoryIds],
    addedCategoryIds: [...handover.addedCategoryIds],
    engageStartedAt: orNull(handover.engageStartedAt),
    interventionId: orNull(handover.interventionId),
    agentName: orNull(handover.agentName),
    queuePosition: orNull(handover.queuePosition),
    estimatedWaitMs: handover.estimatedWaitMs === undefined ? null : String(handover.estimatedWaitMs),
    queueUpdateSentAt: orNull(handover.queueUpdateSentAt),
    joinedAt: orNull(handover.joinedAt),
    endedAt: orNull(handover.endedAt),
    endCause: orNull(handover.endCause),
    error: orNull(handover.error),
    checkedAt: orNull(handover.checkedAt),
    inactivityMinutes: orNull(handover.inactivityMinutes),
    inactivityDueAt: orNull(handover.inactivityDueAt),
    noPickupDueAt: orNull(handover.noPickupDueAt),
  };
}

function toHandover(row: HandoverRow): Handover {
  return {
    ...row,
    reason: orUndefined(row.reason),
    summary: orUndefined(row.summary),
    note: orUndefined(row.note),
    noteQueuedAt: orUndefined(row.noteQueuedAt),
    engageStartedAt: orUndefined(row.engageStartedAt),
    interventionId: orUndefined(row.interventionId),
    agentName: orUndefined(row.agentName),
    queuePosition: orUndefined(row.queuePosition),
    estimatedWaitMs: row.estimatedWaitMs === null ? undefined : Number(row.estimatedWaitMs),
    queueUpdateSentAt: orUndefined(row.queueUpdateSentAt),
    joinedAt: orUndefined(row.joinedAt),
    endedAt: orUndefined(row.endedAt),
    endCause: orUndefined(row.endCause),
    error: orUndefined(row.error),
    checkedAt: orUndefined(row.checkedAt),
    inactivityMinutes: orUndefined(row.inactivityMinutes),
    inactivityDueAt: orUndefined(row.inactivityDueAt),
    noPickupDueAt: orUndefined(row.noPickupDueAt),
  };
}
