import { type JsonObject, newId, readId, readObject, type SessionId, type UserId } from '#kernel';
import { InvalidInput, inspectInput } from '#web';
import { IsObject } from 'class-validator';
import type { TransformerMessage } from '../application/transformer-message.js';
import { IsOpaqueId } from './session.dto.js';

/** What a Webhook Endpoint sends for every output of its flow. Other members are accepted and ignored. */
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
 * The output of the flow. Cognigy gives it no id, and a flow may send the same text twice in one run: a repeat is recognised
 * only if an Output Transformer has put an id into `data.handoverConnector.messageId`.
 *
 * @param urlTokens the tenant's Endpoints; the output does not say which one it comes from
 * @throws InvalidInput
 */
export function toFlowOutput(input: unknown, [urlToken, ...others]: readonly string[]): TransformerMessage {
  const { userId, sessionId, AIOutput } = readObject(input) as Partial<WebhookOutputDto>;
  const known = { userId, sessionId, AIOutput } as unknown as JsonObject;
  const faults = inspectInput(WebhookOutputDto, known);
  if (faults.length > 0) throw new InvalidInput(faults);
  const { text, data } = AIOutput ?? {};
  const key = idOf(data);
  return {
    sessionId: (sessionId ?? '') as SessionId,
    userId: (userId ?? '') as UserId,
    address: urlToken !== undefined && others.length === 0 ? { urlToken } : {},
    messageId: key ?? newId(),
    text: typeof text === 'string' ? text : '',
    data: readObject(data),
    request: { key, body: Buffer.from(JSON.stringify([text, data])) },
  };
}

function idOf(data: unknown): string | undefined {
  const { messageId } = readObject(readObject(data)['handoverConnector']);
  return readId(messageId);
}
