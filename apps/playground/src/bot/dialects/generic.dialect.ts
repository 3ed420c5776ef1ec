import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Attachment } from '../chat.types.js';
import type { ConnectorEvent } from '../connector-event.js';
import type { Uploads } from '../uploads.js';
import { ConnectorCalls, unlessUnknown } from './connector-calls.js';
import type {
  BotMessage,
  CustomerEvent,
  Dialect,
  DialectSettings,
  HandoverRequest,
  Hear,
  MessageReceipt,
} from './dialect.js';

/** Smaller files travel with the message, larger ones by their address: the API takes both. */
const INLINE_BYTES = 200 * 1024;

/** A check of the connection, without further meaning. */
interface Ping {
  readonly type: 'ping';
}

/** Uses the connector's own `/v1`, and receives events signed by Standard Webhooks. */
export class GenericDialect implements Dialect {
  readonly canCancel = true;
  private readonly calls: ConnectorCalls;
  private readonly webhook: Webhook;

  constructor(
    { connectorUrl, botKey, callbackSecret }: DialectSettings,
    private readonly uploads: Pick<Uploads, 'bytesOf'>,
  ) {
    this.calls = new ConnectorCalls(connectorUrl, { authorization: `Bearer ${botKey}` });
    this.webhook = new Webhook(callbackSecret);
  }

  async postMessage({ attachments = [], ...message }: BotMessage): Promise<MessageReceipt> {
    const files = await Promise.all(attachments.map((file) => this.asSent(file)));
    return this.calls.post('/v1/messages', { ...message, ...(files.length > 0 && { attachments: files }) });
  }

  async startHandover(id: string, request: HandoverRequest): Promise<void> {
    await this.calls.post('/v1/handovers', request, () => ({ 'idempotency-key': id }));
  }

  async cancelHandover(id: string, sessionId: string): Promise<void> {
    const headers = { 'idempotency-key': id };
    await this.calls.post('/v1/handovers/cancel', { sessionId }, () => headers).catch(unlessUnknown);
  }

  async postEvent(sessionId: string, event: CustomerEvent): Promise<void> {
    await this.calls.post('/v1/events', { sessionId, ...event });
  }

  serve(app: FastifyInstance, hear: Hear): void {
    void app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      scope.post('/events', async (request, reply) => {
        const event = this.verified(request);
        if (!event) return reply.code(401).send({ detail: 'The signature is wrong or too old.' });
        if (event.type === 'ping') return reply.code(204).send();
        return (await hear(event))
          ? reply.code(204).send()
          : reply.code(404).send({ detail: 'There is no such chat.' });
      });
    });
  }

  private async asSent(file: Attachment): Promise<object> {
    const bytes = await this.uploads.bytesOf(file);
    if (!bytes || bytes.length > INLINE_BYTES) return file;
    return { content: bytes.toString('base64'), filename: file.filename };
  }

  private verified({ body, headers }: FastifyRequest): ConnectorEvent | Ping | undefined {
    try {
      return this.webhook.verify(body as Buffer, headers as Record<string, string>) as ConnectorEvent | Ping;
    } catch (error) {
      if (error instanceof WebhookVerificationError) return undefined;
      throw error;
    }
  }
}
