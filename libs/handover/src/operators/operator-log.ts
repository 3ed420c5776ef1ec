import { Injectable } from '@nestjs/common';
import { type Admin, AuditLog } from '#tenant-config';
import type { JsonObject } from '#kernel';
import type { ListedConversation } from '../ports/conversation-archive.js';
import { Timeline } from '../ports/timeline.js';

/** Actions of operators on conversations. */
export type OperatorAction = 'resume' | 'close' | 'handover';

/** Records what an operator did: in the audit log and, for those who read it later, in the timeline. Joins the running transaction. */
@Injectable()
export class OperatorLog {
  constructor(
    private readonly audit: AuditLog,
    private readonly timeline: Timeline,
  ) {}

  async record(
    admin: Admin,
    conversation: ListedConversation,
    { action, reason }: { readonly action: OperatorAction; readonly reason: string | undefined },
  ): Promise<void> {
    const { id, tenantSlug } = conversation;
    const detail: JsonObject = reason === undefined ? {} : { reason };
    await this.timeline.record(conversation, 'operator', { action, by: admin.name, ...detail });
    await this.audit.record(admin, { action: `conversation.${action}`, tenantSlug, target: id, detail });
  }
}
