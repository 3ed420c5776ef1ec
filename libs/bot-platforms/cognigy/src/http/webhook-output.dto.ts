import { cleanText, isJsonObject, type JsonObject, newId, type SessionId, type UserId } from '#kernel';
import { InvalidInput, inspectInput } from '#web';
import { IsObject } from 'class-validator';
import { objectOf } from '../application/rich-output/shown.js';
import type { TransformerMessage } from '../application/transformer-message.js';
import { IsOpaqueId } from './session.dto.js';

/** What a Webhook Endpoint sends for every output of its flow. Members that are not named here are let through. */
export class WebhookOutputDto {
  /**
   * Cognigy's id of the customer.
   * @example "engage-60b9d1"
   */
  @IsOpaqueId()
  readonly userId!: string;

  /**
   * Cognigy's id of the session.
   * @example "engage-thread-60b9d1e2"
   */
  @IsOpaqueId()
  readonly sessionId!: string;

  /**
   * The output.
   * @example { "text": "Could you give me the order number?", "data": {}, "traceId": "endpoint-httpIncomingMessage-0b1c", "source": "bot" }
   */
  @IsObject()
  readonly AIOutput!: JsonObject;
}

/**
 * The output as the flow made it. Cognigy gives it no id, and a flow may say the same twice in one run: a repeat is known only
 * where an Output Transformer has put an id into `data.handoverConnector.messageId`.
 *
 * @param urlTokens the tenant's Endpoints; the output does not say which one it comes from
 * @throws InvalidInput
 */
export function toFlowOutput(input: unknown, [urlToken, ...others]: readonly string[]): TransformerMessage {
  const { userId, sessionId, AIOutput } = (isJsonObject(input) ? input : {}) as Partial<WebhookOutputDto>;
  const known = { userId, sessionId, AIOutput } as unknown as JsonObject;
  const faults = inspectInput(WebhookOutputDto, known);
  if (faults.length > 0) throw new InvalidInput(faults);
  const { text, data } = AIOutput ?? {};
  const key = idOf(data);
  return {
    sessionId: cleanText(sessionId ?? '') as SessionId,
    userId: cleanText(userId ?? '') as UserId,
    address: urlToken !== undefined && others.length === 0 ? { urlToken } : {},
    messageId: key ?? newId(),
    text: typeof text === 'string' ? text : '',
    data: objectOf(data),
    request: { key, body: Buffer.from(JSON.stringify([text, data])) },
  };
}

function idOf(data: unknown): string | undefined {
  const { messageId } = objectOf(objectOf(data)['handoverConnector']);
  const isId = typeof messageId === 'string' && messageId !== '' && messageId.length <= 256;
  return isId ? cleanText(messageId) : undefined;
}
