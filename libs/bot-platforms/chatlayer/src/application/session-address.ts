import type { SessionAddress } from '#handover';
import { type JsonObject, readText, type UserId } from '#kernel';
import type { WebhookCall } from './webhook-call.js';

/** What is stored with a conversation to reach it. */
export interface ChatlayerAddress {
  readonly botId?: string;
  /** `DRAFT` or `LIVE`; must be the same in every call about the conversation. */
  readonly version: string;
  /** Where the customer is, e.g. `web` or `whatsapp`. */
  readonly channel?: string;
  /** Time of the last item of the running handover's transcript: the agent has everything up to it. */
  readonly transcriptUntil?: string;
}

/** The id of a Chatlayer session is also the id of its customer. */
export function sessionOf({ botId, version, sessionId, channel }: WebhookCall): SessionAddress {
  const address: JsonObject = { botId, version, ...(channel !== undefined && { channel }) };
  return { sessionId, userId: sessionId as string as UserId, address };
}

export function addressIn(stored: JsonObject): ChatlayerAddress {
  const text = (name: string): string | undefined => readText(stored[name]);
  const [botId, channel, transcriptUntil] = [text('botId'), text('channel'), text('transcriptUntil')];
  return {
    version: text('version') ?? 'LIVE',
    ...(botId !== undefined && { botId }),
    ...(channel !== undefined && { channel }),
    ...(transcriptUntil !== undefined && { transcriptUntil }),
  };
}
