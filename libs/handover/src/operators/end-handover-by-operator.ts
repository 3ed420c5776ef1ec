import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Admin, TenantDirectory } from '#tenant-config';
import type { ConversationId } from '#kernel';
import { UnknownConversation } from '#handover-rules';
import { DecideFact } from '../intake/decide-fact.js';
import { FindConversation } from './find-conversation.js';
import { OperatorLog } from './operator-log.js';

/** `resume`: back to the bot. `close`: closed on both sides. */
export type Operation = 'resume' | 'close';

/** Ends the handover of a stuck conversation for an operator: back to the bot, or closed on both sides. */
@Injectable()
export class EndHandoverByOperator {
  constructor(
    private readonly find: FindConversation,
    private readonly tenants: TenantDirectory,
    private readonly database: Database,
    private readonly decide: DecideFact,
    private readonly log: OperatorLog,
  ) {}

  /** @throws UnknownConversation, NoRunningHandover */
  async run(admin: Admin, id: ConversationId, operation: Operation, reason?: string): Promise<void> {
    const conversation = await this.find.run(admin, id);
    const tenant = await this.tenants.byId(conversation.tenantId);
    if (!tenant) throw new UnknownConversation();
    await this.database.inTenant(tenant.id, async () => {
      await this.decide.run(tenant, { id }, { type: 'operator', operation });
      await this.log.record(admin, conversation, { action: operation, reason });
    });
  }
}
