import { Webhook } from 'standardwebhooks';
import type {
  AgentMessageEventDto,
  AgentTypingEventDto,
  HandoverStatusEventDto,
  UserMessageEventDto,
} from './generated/types.gen.js';

/** What your bot receives at its callback URL: `switch (event.type)` narrows `event.data`. Ignore types that you do not know. */
export type BotEvent = AgentMessageEventDto | AgentTypingEventDto | HandoverStatusEventDto | UserMessageEventDto;

/**
 * Verifies the signature of a call to your callback URL and reads its event.
 *
 * @param callbackSecret `bot.callbackSecret` of the tenant, `whsec_…`
 * @param rawBody the body as it was received, not JSON that was parsed and serialized again
 * @throws Error if the call is not signed with the secret, or was signed more than five minutes ago; answer 401
 */
export function readBotEvent(
  callbackSecret: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  rawBody: string,
): BotEvent {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const signed = Object.fromEntries(names.map((name) => [name, String(headers[name] ?? '')]));
  return new Webhook(callbackSecret).verify(rawBody, signed) as BotEvent;
}
