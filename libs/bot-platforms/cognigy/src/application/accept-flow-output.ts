import { Injectable } from '@nestjs/common';
import { AcceptBotSideMessage, FindSession, type SessionAddress } from '#handover';
import { cleanJson, type JsonObject, readObject } from '#kernel';
import type { Tenant } from '#tenant-config';
import { type HandoverAction, handoverActionOf, TakeHandoverAction } from './handover-action.js';
import { readOutput } from './rich-output/rich-output.js';
import { isNothing } from './rich-output/shown.js';
import { isFromConnector } from './transcript.js';
import type { TransformerAnswer, TransformerMessage } from './transformer-message.js';

/** Accepts an output of a flow: sends it to Engage while the bot answers, and executes the action that it requests. */
@Injectable()
export class AcceptFlowOutput {
  constructor(
    private readonly messages: AcceptBotSideMessage,
    private readonly actions: TakeHandoverAction,
    private readonly sessions: FindSession,
  ) {}

  /** @throws IdempotencyKeyReused, TenantIncomplete */
  async run(tenant: Tenant, given: TransformerMessage): Promise<TransformerAnswer> {
    if (isFromConnector(given.data)) return this.asItStands(tenant, given); // an agent's message on its way to the customer
    const isNative = (await this.sessions.run(tenant, given.sessionId))?.nativeChannel !== undefined;
    const output = isNative ? { ...given, address: {} } : given; // the settings name the Endpoint
    const action = handoverActionOf(output.data);
    const said = await this.say(tenant, output, action ? `said ${output.messageId}` : output.messageId, isNative);
    if (!action) return said ?? this.asItStands(tenant, output);
    const handover = await this.act(tenant, action, output, isNative);
    const answer = await this.asItStands(tenant, output);
    return handover ? { ...answer, data: { handover } } : answer;
  }

  /** @returns undefined when no one in Engage would see any of it: neither an agent nor, on Engage's own sources, the customer */
  private async say(
    tenant: Tenant,
    output: TransformerMessage,
    key: string,
    isNative: boolean,
  ): Promise<TransformerAnswer | undefined> {
    const shown = readOutput(output);
    const { destination } = readObject(output.data['handoverConnector']);
    if (isNothing(shown) || (destination === 'user' && !isNative)) return undefined;
    const { data: _data, ...rest } = output;
    const request = output.request.key === undefined ? output.request : { ...output.request, key };
    const forAgent = destination === 'agent';
    const { route } = await this.messages.run(tenant, {
      ...rest,
      ...cleanJson(shown),
      author: 'bot',
      forAgent,
      request,
    });
    return { route };
  }

  /** No flow reads the answer to an output of a Webhook Endpoint: the customer reads why no handover starts. */
  private async act(
    tenant: Tenant,
    action: HandoverAction,
    output: TransformerMessage,
    isNative: boolean,
  ): Promise<JsonObject | undefined> {
    const { handover, refusal: text } = (await this.actions.run(tenant, action, output)) ?? {};
    if (isNative && text !== undefined) {
      const messageId = `refused ${output.messageId}`;
      await this.say(tenant, { ...output, messageId, text, data: {} }, messageId, true);
    }
    return handover;
  }

  private async asItStands(tenant: Tenant, { sessionId }: SessionAddress): Promise<TransformerAnswer> {
    const session = await this.sessions.run(tenant, sessionId);
    return { route: session && session.state !== 'bot' ? 'agent' : 'bot' };
  }
}
