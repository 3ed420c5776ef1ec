import { Injectable } from '@nestjs/common';
import { AcceptBotSideMessage, type Conversation, FindSession } from '#handover';
import type { Tenant } from '#tenant-config';
import type { ChatlayerItem } from './chatlayer-item.js';
import { addressIn, sessionOf } from './session-address.js';
import type { WebhookCall } from './webhook-call.js';

/**
 * Accepts the messages of a conversation. Chatlayer reports all conversations, most of which are never handed over. If only
 * handovers are forwarded, nothing of these is stored, because an offload has the whole transcript.
 */
@Injectable()
export class ReceiveMessages {
  constructor(
    private readonly sessions: FindSession,
    private readonly accept: AcceptBotSideMessage,
  ) {}

  async run(tenant: Tenant, call: WebhookCall): Promise<void> {
    const session = await this.sessions.run(tenant, call.sessionId);
    const wanted = tenant.handover.forwardOnlyHandover
      ? call.items.filter((item) => session !== undefined && isForAgent(item, session))
      : call.items;
    for (const item of wanted) await this.take(tenant, call, item);
  }

  /** A repeat is recognised by the message's id, whatever else the call contains. */
  private async take(tenant: Tenant, call: WebhookCall, { actor, id, timestamp, said }: ChatlayerItem): Promise<void> {
    if (!said) return;
    await this.accept.run(tenant, {
      ...sessionOf(call),
      ...said,
      author: actor,
      messageId: id,
      ...(timestamp && { sentAt: timestamp }),
      request: { key: id, body: Buffer.from(id) },
    });
  }
}

/** While a handover runs: the customer's messages that were not in the transcript. A bot's may be the agent's own, reported back. */
function isForAgent({ actor, timestamp }: ChatlayerItem, { state, address }: Conversation): boolean {
  if (state === 'bot' || actor === 'bot') return false;
  const { transcriptUntil } = addressIn(address);
  return timestamp === undefined || transcriptUntil === undefined || timestamp.toISOString() > transcriptUntil;
}
