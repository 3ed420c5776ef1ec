import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type Admin, TenantDirectory } from '#tenant-config';
import type { ConversationId } from '#kernel';
import { handoverNote, UnknownConversation } from '#handover-rules';
import { AgentsForStart } from '../availability/agents-for-start.js';
import { DecideFact } from '../intake/decide-fact.js';
import type { StartedHandover } from '../start/start-handover.js';
import { FindConversation } from './find-conversation.js';
import { OperatorLog } from './operator-log.js';

/** Hands a conversation over at an operator's request, e.g. again after a failed start. It uses the stored history and profile. */
@Injectable()
export class StartHandoverByOperator {
  constructor(
    private readonly find: FindConversation,
    private readonly tenants: TenantDirectory,
    private readonly agents: AgentsForStart,
    private readonly database: Database,
    private readonly decide: DecideFact,
    private readonly log: OperatorLog,
  ) {}

  /** @throws UnknownConversation, HandoverDisabled, HandoverUnavailable, TenantIncomplete, TenantBeingChanged */
  async run(admin: Admin, id: ConversationId, reason?: string): Promise<StartedHandover> {
    const conversation = await this.find.run(admin, id);
    const tenant = await this.tenants.byId(conversation.tenantId);
    if (!tenant) throw new UnknownConversation();
    const { sessionId, userId } = conversation;
    const agents = await this.agents.run(tenant, { sessionId, categoryIds: [] });
    return this.database.inTenant(tenant.id, async () => {
      const started = await this.decide.run(
        tenant,
        { id },
        {
          type: 'start',
          userId,
          hasProfile: false,
          reason,
          note: handoverNote({ reason }),
          contextData: {},
          categoryIds: [],
          options: {},
          agents,
        },
      );
      await this.log.record(admin, conversation, { action: 'handover', reason });
      return { conversationId: id, status: 'queue', ...started };
    });
  }
}
