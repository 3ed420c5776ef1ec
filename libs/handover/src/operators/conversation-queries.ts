import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { ConversationId } from '#kernel';
import { type Admin, TenantAccess } from '#tenant-config';
import { decodeTimeCursor, type Page, pageOf } from '#web';
import type { ConversationState } from '#handover-rules';
import {
  ConversationArchive,
  type ListedConversation,
  type TimelineEntry,
  type Trouble,
} from '../ports/conversation-archive.js';
import { HandoverStore } from '../ports/handover-store.js';
import { type HandoverView, viewOf } from '../sessions/conversation-status.js';
import { FindConversation } from './find-conversation.js';
import { ReadTimeline } from './read-timeline.js';

export interface ConversationFilter {
  readonly tenant?: string;
  readonly state?: ConversationState;
  readonly q?: string;
  readonly inTrouble?: boolean;
  readonly limit: number;
  readonly cursor?: string;
}

export interface ListedView {
  readonly id: string;
  readonly tenant: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly state: ConversationState;
  readonly engageThreadId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly trouble: Trouble | null;
}

/** Shows operators the conversations and what happened in them. */
@Injectable()
export class ConversationQueries {
  constructor(
    private readonly archive: ConversationArchive,
    private readonly access: TenantAccess,
    private readonly find: FindConversation,
    private readonly database: Database,
    private readonly handovers: HandoverStore,
    private readonly timelines: ReadTimeline,
  ) {}

  /** @throws UnknownTenant, InvalidInput for a foreign cursor */
  async list(admin: Admin, query: ConversationFilter): Promise<Page<ListedView>> {
    const { tenant, state, q, inTrouble, limit, cursor } = query;
    const found = await this.archive.list({
      tenantIds: await this.access.tenantIds(admin, tenant),
      limit: limit + 1,
      ...(state && { state }),
      ...(q !== undefined && { text: q }),
      ...(inTrouble !== undefined && { inTrouble }),
      ...(cursor !== undefined && { before: decodeTimeCursor(cursor) }),
    });
    const page = pageOf(found, limit, ({ updatedAt, id }) => [updatedAt.toISOString(), id]);
    return { ...page, items: page.items.map(listedView) };
  }

  /** @throws UnknownConversation */
  async at(
    admin: Admin,
    id: ConversationId,
  ): Promise<ListedView & { handover: HandoverView | null; timeline: TimelineEntry[] }> {
    const conversation = await this.find.run(admin, id);
    const handover = await this.database.inTenant(conversation.tenantId, () =>
      this.handovers.latest(conversation.tenantId, id),
    );
    const timeline = await this.timelines.run(conversation);
    return { ...listedView(conversation), handover: viewOf(conversation, handover).handover, timeline };
  }
}

function listedView({
  id,
  tenantSlug,
  sessionId,
  userId,
  state,
  engageThreadId,
  createdAt,
  updatedAt,
  trouble,
}: ListedConversation): ListedView {
  return {
    id,
    tenant: tenantSlug,
    sessionId,
    userId,
    state,
    engageThreadId: engageThreadId ?? null,
    createdAt,
    updatedAt,
    trouble,
  };
}
