import { createHmac } from 'node:crypto';
import type { Clock } from '#kernel';
import type { Chats } from './chats.js';
import { type BotMessage, ConnectorClient, type HandoverRequest, type MessageReceipt } from './connector-client.js';

/** What stands for the Endpoint of the demo. */
export const DEMO_URL_TOKEN = 'demo0000demo0000demo0000demo0000';

const ROLES = { user: 'user', bot: 'assistant', agent: 'agent' } as const;

/** `sha256=` and the hex HMAC-SHA256 of `<unix seconds>.<body>`, as the Endpoint Transformer and the connector sign. */
export function signed(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** Calls the connector as a Cognigy.AI flow and its Endpoint Transformer would. */
export class CognigyClient extends ConnectorClient {
  constructor(
    baseUrl: string,
    botKey: string,
    private readonly transformerSecret: string,
    private readonly chats: Chats,
    private readonly clock: Clock,
  ) {
    super(baseUrl, botKey);
  }

  override async postMessage({ author, ...message }: BotMessage): Promise<MessageReceipt> {
    const { route } = await this.report({ ...message, direction: author, data: {} });
    const mode = this.chats.find(message.sessionId)?.status.mode;
    return { route, state: route === 'bot' ? 'bot' : mode === 'agent' ? 'active' : 'queue' };
  }

  override async startHandover(id: string, { transcript, context, ...request }: HandoverRequest): Promise<void> {
    const { language, ...others } = context;
    await this.post('/v1/cognigy/handovers', {
      ...{ ...request, urlToken: DEMO_URL_TOKEN, inputId: id, channel: 'webchat3', language, context: others },
      transcript: transcript.map(({ messageId, author, text, sentAt }) => ({
        ...{ id: messageId, role: ROLES[author], type: author === 'user' ? 'input' : 'output' },
        payload: { text, data: {} },
        timestamp: Date.parse(sentAt),
      })),
    });
  }

  protected override async postCancel(id: string, sessionId: string): Promise<void> {
    await this.post('/v1/cognigy/handovers/cancel', { ...this.session(sessionId), inputId: id });
  }

  override async postPresence(sessionId: string, type: 'user_connected' | 'user_disconnected'): Promise<void> {
    const data = { _cognigy: { event: { type: type.replace('_', '-') } } };
    const messageId = `${type}-${this.clock.millis()}`;
    await this.report({ ...this.session(sessionId), messageId, direction: 'event', text: '', data });
  }

  private session(sessionId: string): object {
    return { urlToken: DEMO_URL_TOKEN, sessionId, userId: this.chats.find(sessionId)?.userId ?? '' };
  }

  private report(message: object): Promise<Pick<MessageReceipt, 'route'>> {
    const timestamp = String(Math.floor(this.clock.millis() / 1000));
    return this.post('/v1/cognigy/messages', { urlToken: DEMO_URL_TOKEN, channel: 'webchat3', ...message }, (body) => ({
      'x-connector-timestamp': timestamp,
      'x-connector-signature': signed(this.transformerSecret, timestamp, body),
    }));
  }
}
