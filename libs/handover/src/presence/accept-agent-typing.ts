import { Injectable } from '@nestjs/common';
import type { ForeignId } from '#kernel';
import type { Tenant } from '#tenant-config';
import { Intake } from '../intake/intake.js';

export interface AgentTyping {
  /** Our id of the thread; it takes precedence over the message. */
  readonly threadForeignId: ForeignId | undefined;
  /** Our id of the message that the agent answers. */
  readonly answeredId: ForeignId | undefined;
  readonly typing: boolean;
}

/** Accepts the call that an agent types, or has stopped. */
@Injectable()
export class AcceptAgentTyping {
  constructor(private readonly intake: Intake) {}

  /** An unknown thread is not an error: the call has no effect. */
  async run(tenant: Tenant, { threadForeignId, answeredId, typing }: AgentTyping): Promise<void> {
    const foreignId = threadForeignId ?? answeredId;
    if (foreignId === undefined) return;
    const by = threadForeignId === undefined ? 'message' : 'thread';
    await this.intake.take(tenant, {
      reference: { by, foreignId },
      work: async (conversation, { decide }) => conversation && decide({ type: 'agent-typing', typing }),
    });
  }
}
