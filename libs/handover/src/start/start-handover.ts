import { Injectable } from '@nestjs/common';
import type { ConversationId, HandoverId } from '#kernel';
import { type Tenant, TenantBeingChanged, TenantDirectory } from '#tenant-config';
import { AgentsForStart } from '../availability/agents-for-start.js';
import { customerLanguage } from '../domain/availability/customer-language.js';
import { handoverNote } from '../domain/handover-note.js';
import type { StartHandoverCommand } from '../domain/start-handover-command.js';
import { ConversationStore } from '../ports/conversation-store.js';
import { contextDataOf, CustomerProfile } from '../messages/customer-profile.js';
import { DecideFact } from '../intake/decide-fact.js';
import { OncePerRequest } from '../intake/once-per-request.js';

export interface StartedHandover {
  readonly handoverId: HandoverId;
  readonly conversationId: ConversationId;
  readonly status: 'queue';
  /** False when a handover was running already. */
  readonly created: boolean;
}

/** Takes a conversation from the bot and lets its lane bring it to the agents, with history and profile. */
@Injectable()
export class StartHandover {
  constructor(
    private readonly tenants: TenantDirectory,
    private readonly once: OncePerRequest,
    private readonly conversations: ConversationStore,
    private readonly profiles: CustomerProfile,
    private readonly agents: AgentsForStart,
    private readonly decide: DecideFact,
  ) {}

  /**
   * Begins with the settings that count at its commit: a change of the tenant either sees the handover or comes before it.
   *
   * @throws HandoverDisabled, HandoverUnavailable, TenantIncomplete, IdempotencyKeyReused, TenantBeingChanged
   */
  async run(tenant: Tenant, command: StartHandoverCommand): Promise<StartedHandover> {
    try {
      return await this.start(tenant, command);
    } catch (error) {
      if (!(error instanceof TenantBeingChanged)) throw error;
      const current = await this.tenants.byId(tenant.id);
      if (!current?.enabled || current.bot.platform !== tenant.bot.platform) throw error;
      return this.start(current, command);
    }
  }

  private async start(tenant: Tenant, command: StartHandoverCommand): Promise<StartedHandover> {
    const agents = await this.agents.run(tenant, command);
    return this.once.run(tenant, { type: 'handover', ...command }, async () => {
      await this.tenants.hold(tenant);
      const conversation = await this.conversations.lockOrCreate(tenant.id, command);
      const { userId, transcript, reason, summary, categoryIds, options, profile } = command;
      const started = await this.decide.run(tenant, conversation, {
        type: 'start',
        userId,
        hasProfile: profile !== undefined,
        transcript,
        reason,
        summary,
        note: handoverNote(command),
        contextData: contextDataOf(command.context).contextData ?? {},
        categoryIds,
        options,
        language: customerLanguage(command.context, profile),
        agents,
      });
      // On a native source Engage has the profile.
      if (started.created && profile && !conversation.nativeChannel)
        await this.profiles.learn(tenant, { ...conversation, userId }, profile);
      return { conversationId: conversation.id, status: 'queue', ...started };
    });
  }
}
