import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Admin, AuditLog, TenantAccess, TenantDirectory } from '#tenant-config';
import type { ConversationId } from '#kernel';
import { NoRunningHandover, UnknownConversation } from '../domain/handover.errors.js';
import { ConversationArchive, type ListedConversation } from '../ports/conversation-archive.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { HandoverStore } from '../ports/handover-store.js';
import { RunningHandover } from './running-handover.js';

export type Operation = 'resume' | 'close';

/** What an operator does about a conversation that is stuck: back to the bot, or closed on both sides. */
@Injectable()
export class OperateConversation {
  constructor(
    private readonly find: FindConversation,
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly step: OperationStep,
    private readonly audit: AuditLog,
  ) {}

  /** @throws UnknownConversation, NoRunningHandover */
  async run(admin: Admin, id: ConversationId, operation: Operation): Promise<void> {
    const { tenantId, tenantSlug } = await this.find.run(admin, id);
    const tenant = await this.tenants.byId(tenantId);
    if (!tenant) throw new UnknownConversation();
    await this.database.inTenant(tenantId, async () => {
      await this.step.run(tenant, id, operation);
      await this.audit.record(admin, { action: `conversation.${operation}`, tenantSlug, target: id });
    });
  }
}

@Injectable()
export class OperationStep {
  constructor(
    private readonly conversations: ConversationStore,
    private readonly handovers: HandoverStore,
    private readonly running: RunningHandover,
  ) {}

  async run(tenant: Parameters<RunningHandover['end']>[0], id: ConversationId, operation: Operation): Promise<void> {
    const conversation = await this.conversations.lockById(tenant.id, id);
    const handover = conversation && (await this.handovers.running(tenant.id, conversation.id));
    if (!conversation || !handover) throw new NoRunningHandover();
    await this.running.end(
      tenant,
      conversation,
      handover,
      operation === 'resume' ? 'operator-resume' : 'operator-close',
    );
  }
}

/** Finds a conversation for an administrator; one of another tenant does not exist. */
@Injectable()
export class FindConversation {
  constructor(
    private readonly archive: ConversationArchive,
    private readonly access: TenantAccess,
  ) {}

  /** @throws UnknownConversation */
  async run(admin: Admin, id: ConversationId): Promise<ListedConversation> {
    const conversation = await this.archive.find(id);
    if (!conversation || !(await this.access.sees(admin, conversation.tenantId))) throw new UnknownConversation();
    return conversation;
  }
}
