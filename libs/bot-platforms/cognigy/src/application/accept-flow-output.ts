import { Injectable } from '@nestjs/common';
import { AcceptBotSideMessage, FindSession, type SessionAddress } from '#handover';
import type { Tenant } from '#tenant-config';
import { handoverActionOf, TakeHandoverAction } from './handover-action.js';
import { readOutput } from './rich-output/rich-output.js';
import { isNothing, objectOf } from './rich-output/shown.js';
import { cleaned, isFromConnector } from './transcript.js';
import type { TransformerAnswer, TransformerMessage } from './transformer-message.js';

/** Takes what a flow put out: mirrored to Engage while the bot is heard, and acted on where it asks for that. */
@Injectable()
export class AcceptFlowOutput {
  constructor(
    private readonly messages: AcceptBotSideMessage,
    private readonly actions: TakeHandoverAction,
    private readonly sessions: FindSession,
  ) {}

  /** @throws SessionOfAnotherUser, IdempotencyKeyReused, TenantIncomplete */
  async run(tenant: Tenant, output: TransformerMessage): Promise<TransformerAnswer> {
    if (isFromConnector(output.data)) return this.asItStands(tenant, output); // an agent's words on their way to the customer
    const action = handoverActionOf(output.data);
    const said = await this.say(tenant, output, action ? `said ${output.messageId}` : output.messageId);
    const handover = action && (await this.actions.run(tenant, action, output));
    const answer = said && !action ? said : await this.asItStands(tenant, output);
    return handover ? { ...answer, data: { handover } } : answer;
  }

  /** @returns undefined when an agent would see nothing of it */
  private async say(tenant: Tenant, output: TransformerMessage, key: string): Promise<TransformerAnswer | undefined> {
    const shown = readOutput(output);
    const { destination } = objectOf(output.data['handoverConnector']);
    if (isNothing(shown) || destination === 'user') return undefined;
    const { data: _data, ...rest } = output;
    const request = output.request.key === undefined ? output.request : { ...output.request, key };
    const forAgent = destination === 'agent';
    const { route } = await this.messages.run(tenant, { ...rest, ...cleaned(shown), author: 'bot', forAgent, request });
    return { route };
  }

  private async asItStands(tenant: Tenant, { sessionId }: SessionAddress): Promise<TransformerAnswer> {
    const session = await this.sessions.run(tenant, sessionId);
    return { route: session && session.state !== 'bot' ? 'agent' : 'bot' };
  }
}
