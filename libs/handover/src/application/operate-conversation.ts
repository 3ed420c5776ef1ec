import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Admin, AuditLog, TenantDirectory } from '#tenant-config';
import type { ConversationId } from '#kernel';
import { UnknownConversation } from '../domain/handover.errors.js';
import { FindConversation } from './find-conversation.js';
import { EndByOperator, type Operation } from './end-by-operator.js';

/** What an operator does about a conversation that is stuck: back to the bot, or closed on both sides. */
@Injectable()
export class OperateConversation {
  constructor(
    private readonly find: FindConversation,
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly step: EndByOperator,
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
