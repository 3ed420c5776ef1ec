import { Injectable } from '@nestjs/common';
import type { Tenant } from '#tenant-config';
import { AcceptClientEvent } from './accept-client-event.js';
import { AcceptFlowOutput } from './accept-flow-output.js';
import { AcceptUserInput } from './accept-user-input.js';
import type { TransformerAnswer, TransformerMessage } from './transformer-message.js';

export interface PassedMessage {
  readonly direction: 'user' | 'bot' | 'event';
  readonly message: TransformerMessage;
}

/** Accepts what passed an Endpoint, and returns what its transformer must do with the last message. */
@Injectable()
export class AcceptPassedMessages {
  constructor(
    private readonly input: AcceptUserInput,
    private readonly output: AcceptFlowOutput,
    private readonly event: AcceptClientEvent,
  ) {}

  /** @param messages oldest first; each takes effect once, also when it is reported again */
  async run(tenant: Tenant, messages: readonly PassedMessage[]): Promise<TransformerAnswer> {
    let answer: TransformerAnswer = { route: 'bot' };
    for (const { direction, message } of messages) answer = await this.take(tenant, direction, message);
    return answer;
  }

  private take(
    tenant: Tenant,
    direction: PassedMessage['direction'],
    message: TransformerMessage,
  ): Promise<TransformerAnswer> {
    if (direction === 'user') return this.input.run(tenant, message);
    return direction === 'bot' ? this.output.run(tenant, message) : this.event.run(tenant, message);
  }
}
