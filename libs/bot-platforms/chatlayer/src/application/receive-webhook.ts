import { Injectable } from '@nestjs/common';
import type { JsonObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { settingsOf } from './chatlayer-bot.js';
import { DecideOffload } from './decide-offload.js';
import { ReceiveMessages } from './receive-messages.js';
import { eventOf, readWebhookCall } from './webhook-call.js';
import { UnknownChatlayerBot } from './webhook.errors.js';

/** Answers a call of Chatlayer; `{}` to kinds that this release does not know. */
@Injectable()
export class ReceiveWebhook {
  constructor(
    private readonly messages: ReceiveMessages,
    private readonly offloads: DecideOffload,
  ) {}

  /** @throws MalformedWebhook, UnknownChatlayerBot */
  async run(tenant: Tenant, body: JsonObject): Promise<object> {
    const event = eventOf(body);
    if (event === undefined) return {};
    const call = readWebhookCall(event, body);
    const { botId } = settingsOf(tenant);
    if (botId && botId !== call.botId) throw new UnknownChatlayerBot();
    if (call.event === 'offload') return this.offloads.run(tenant, call);
    await this.messages.run(tenant, call);
    return {};
  }
}
