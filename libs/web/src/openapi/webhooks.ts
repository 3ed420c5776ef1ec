import type { Type } from '@nestjs/common';
import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';

/** A call that this service makes to its users' servers. */
export interface DocumentedWebhook {
  /** The type of the event. */
  readonly name: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** The class of the body. */
  readonly body: Type<object>;
}

const HEADERS = [
  ['webhook-id', 'The id of the event, the same in every repeat.', '0d9d1f6e-8f1b-4d39-9a53-9a4f7b6f3c10'],
  ['webhook-timestamp', 'When the call was signed, in Unix seconds.', '1772442900'],
  [
    'webhook-signature',
    '`v1,` and the base64 HMAC-SHA256 of `<id>.<timestamp>.<raw body>` (Standard Webhooks), keyed with `bot.callbackSecret`.',
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  ],
].map(([name, description, example]) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', example },
}));

const RESPONSES = {
  '2XX': { description: 'The event is accepted. The body is not read.' },
  '4XX': { description: 'The event is refused and parked for an operator; 408 and 429 are retried.' },
  '5XX': { description: 'The event is retried, before later events of the conversation.' },
};

/**
 * The document with a section `webhooks`, if there are any.
 *
 * @param webhooks by the name of their tag; the classes of the bodies must be among the document's schemas
 */
export function withWebhooks(
  document: OpenAPIObject,
  webhooks: Readonly<Record<string, readonly DocumentedWebhook[]>>,
): OpenAPIObject {
  const items = Object.entries(webhooks).flatMap(([tag, events]) =>
    events.map(({ name, body, ...operation }) => [name, { post: operationOf(body, operation, tag) }] as const),
  );
  return items.length > 0 ? ({ ...document, webhooks: Object.fromEntries(items) } as OpenAPIObject) : document;
}

function operationOf(body: Type<object>, operation: object, tag: string): object {
  const content = { 'application/json': { schema: { $ref: getSchemaPath(body) } } };
  return {
    ...operation,
    tags: [tag],
    security: [],
    parameters: HEADERS,
    requestBody: { required: true, content },
    responses: RESPONSES,
  };
}
