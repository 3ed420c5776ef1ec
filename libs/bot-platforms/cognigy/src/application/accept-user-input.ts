import { Injectable } from '@nestjs/common';
import {
  AcceptBotSideMessage,
  ConversationStatus,
  EndHandover,
  FindSession,
  NoRunningHandover,
  type SessionAddress,
} from '#handover';
import { cleanJson, type JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { isNothing } from './rich-output/shown.js';
import { readInput } from './rich-output/user-input.js';
import type { TransformerAnswer, TransformerMessage } from './transformer-message.js';

/** Accepts a message of a customer: for the agent while a handover runs, otherwise for the flow. */
@Injectable()
export class AcceptUserInput {
  constructor(
    private readonly messages: AcceptBotSideMessage,
    private readonly sessions: FindSession,
    private readonly endHandover: EndHandover,
    private readonly status: ConversationStatus,
  ) {}

  /** @throws IdempotencyKeyReused, TenantIncomplete */
  async run(tenant: Tenant, message: TransformerMessage): Promise<TransformerAnswer> {
    const session = await this.sessions.run(tenant, message.sessionId);
    if (isCancel(message, session?.address)) {
      const cancelled = await this.cancel(tenant, message);
      if (cancelled) return cancelled;
    }
    const shown = readInput(message.text, message.data);
    if (isNothing(shown)) return { route: session && session.state !== 'bot' ? 'agent' : 'bot' };
    const { data: _data, ...said } = message;
    const { route } = await this.messages.run(tenant, { ...said, ...cleanJson(shown), author: 'user' });
    return { route };
  }

  /** The answer informs the flow, so no event follows. @returns undefined when nothing is running that could end */
  private async cancel(tenant: Tenant, message: TransformerMessage): Promise<TransformerAnswer | undefined> {
    const { sessionId, messageId } = message;
    const request = { ...message.request, key: `cancel ${messageId}` };
    try {
      await this.endHandover.run(tenant, { sessionId, how: 'cancel', request, announced: true });
    } catch (error) {
      if (error instanceof NoRunningHandover) return undefined;
      throw error;
    }
    const { handover } = await this.status.run(tenant, sessionId);
    const handoverId = handover?.handoverId ?? null;
    return { route: 'bot', data: { handover: { status: 'cancelled', event: 'cancelled', handoverId } } };
  }
}

function isCancel({ text }: TransformerMessage, address: SessionAddress['address'] | undefined): boolean {
  const payload: JsonObject[string] | undefined = address?.['cancelPayload'];
  return typeof payload === 'string' && payload !== '' && text.trim() === payload;
}
