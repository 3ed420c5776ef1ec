import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Admin, AuditLog, TenantDirectory } from '#tenant-config';
import type { ConversationId } from '#kernel';
import { UnknownConversation } from '#handover-rules';
import { DecideFact } from '../intake/decide-fact.js';
import { FindConversation } from './find-conversation.js';

/** `resume`: back to the bot. `close`: closed on both sides. */
export type Operation = 'resume' | 'close';

/** What an operator does about a conversation that is stuck: back to the bot, or closed on both sides. */
@Injectable()
export class EndHandoverByOperator {
  constructor(
    private readonly find: FindConversation,
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly decide: DecideFact,
    private readonly audit: AuditLog,
  ) {}

  /** @throws UnknownConversation, NoRunningHandover */
  async run(admin: Admin, id: ConversationId, operation: Operation): Promise<void> {
    const { tenantId, tenantSlug } = await this.find.run(admin, id);
    const tenant = await this.tenants.byId(tenantId);
    if (!tenant) throw new UnknownConversation();
    await this.database.inTenant(tenantId, async () => {
      await this.decide.run(tenant, { id }, { type: 'operator', operation });
      await this.audit.record(admin, { action: `conversation.${operation}`, tenantSlug, target: id });
    });
  }
}
