import { Injectable } from '@nestjs/common';
import type { ConversationId, HandoverId } from '#kernel';
import { type Tenant, TenantBeingChanged, TenantDirectory } from '#tenant-config';
import { customerLanguage, handoverNote, type StartHandoverCommand, UnknownConversation } from '#handover-rules';
import { AgentsForStart } from '../availability/agents-for-start.js';
import { contextDataOf, CustomerProfile } from '../messages/customer-profile.js';
import { Intake } from '../intake/intake.js';
import { eventOf } from '../intake/session-calls.js';

export interface StartedHandover {
  readonly handoverId: HandoverId;
  readonly conversationId: ConversationId;
  readonly status: 'queue';
  /** False when a handover was running already. */
  readonly created: boolean;
}

/** Takes a conversation from the bot; its lane then gives it to the agents, with history and profile. */
@Injectable()
export class StartHandover {
  constructor(
    private readonly tenants: TenantDirectory,
    private readonly intake: Intake,
    private readonly profiles: CustomerProfile,
    private readonly agents: AgentsForStart,
  ) {}

  /**
   * Begins with the settings that are valid at its commit: a change of the tenant either sees the handover or comes before it.
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
    const { userId, transcript, reason, summary, categoryIds, options, profile, context } = command;
    return this.intake.take(tenant, {
      reference: { by: 'address', session: command },
      event: eventOf('handover', command),
      begins: true,
      work: async (conversation, { decide, record }): Promise<StartedHandover> => {
        if (!conversation) throw new UnknownConversation();
        const started = await decide({
          type: 'start',
          userId,
          hasProfile: profile !== undefined,
          transcript,
          reason,
          summary,
          note: handoverNote(command),
          contextData: contextDataOf(context).contextData ?? {},
          categoryIds,
          options,
          language: customerLanguage(context, profile),
          agents,
        });
        // On a native source Engage has the profile.
        if (started.created && profile && !conversation.nativeChannel)
          record('profile', await this.profiles.learn(tenant, userId, profile));
        return { conversationId: conversation.id, status: 'queue', ...started };
      },
    });
  }
}
