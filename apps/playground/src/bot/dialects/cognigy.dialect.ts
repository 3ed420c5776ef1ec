import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel';
import type { Chats } from '../chats.js';
import { cognigyInput, cognigyOutput } from './cognigy-rich.js';
import { addCognigyRoutes } from './cognigy-routes.js';
import { signed } from './cognigy-signature.js';
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

/** What stands for the Endpoint of the demo. */
export const DEMO_URL_TOKEN = 'demo0000demo0000demo0000demo0000';

const ROLES = { user: 'user', bot: 'assistant', agent: 'agent' } as const;
const CHANNEL = 'webchat3';

/** Stands in for Cognigy.AI: calls as a flow and its Endpoint Transformer would, and serves notify and inject. */
export class CognigyDialect implements Dialect {
  readonly canCancel = true;
  private readonly calls: ConnectorCalls;
  private readonly transformerSecret: string;

  constructor(
    { connectorUrl, botKey, callbackSecret }: DialectSettings,
    private readonly chats: Chats,
    private readonly clock: Clock,
  ) {
    this.calls = new ConnectorCalls(connectorUrl, { authorization: `Bearer ${botKey}` });
    this.transformerSecret = callbackSecret;
  }

  async postMessage({ author, sessionId, userId, messageId, sentAt, ...words }: BotMessage): Promise<MessageReceipt> {
    const message = author === 'user' ? cognigyInput(words) : cognigyOutput(words);
    const { route } = await this.report({ sessionId, userId, messageId, sentAt, direction: author, ...message });
    const mode = this.chats.find(sessionId)?.status.mode;
    return { route, state: route === 'bot' ? 'bot' : mode === 'agent' ? 'active' : 'queue' };
  }

  async startHandover(id: string, { transcript = [], context = {}, ...request }: HandoverRequest): Promise<void> {
    const { language, ...others } = context;
    await this.calls.post('/v1/cognigy/handovers', {
      ...{ ...request, urlToken: DEMO_URL_TOKEN, inputId: id, channel: CHANNEL, language, context: others },
      transcript: transcript.map(({ messageId, author, sentAt, ...words }) => ({
        ...{ id: messageId, role: ROLES[author], type: author === 'user' ? 'input' : 'output' },
        payload: author === 'user' ? cognigyInput(words) : cognigyOutput(words),
        timestamp: Date.parse(sentAt),
      })),
    });
  }

  async cancelHandover(id: string, sessionId: string): Promise<void> {
    const call = { ...this.session(sessionId), inputId: id };
    await this.calls.post('/v1/cognigy/handovers/cancel', call).catch(unlessUnknown);
  }

  /** A transformer sees that the customer comes and goes, not that she types or reads. */
  async postEvent(sessionId: string, { type }: CustomerEvent): Promise<void> {
    if (type !== 'user_connected' && type !== 'user_disconnected') return;
    const data = { _cognigy: { event: { type: type.replace('_', '-') } } };
    const messageId = `${type}-${this.clock.millis()}`;
    await this.report({ ...this.session(sessionId), messageId, direction: 'event', text: '', data });
  }

  serve(app: FastifyInstance, hear: Hear): void {
    const { transformerSecret, chats, clock } = this;
    addCognigyRoutes(app, { transformerSecret, hear, chats, clock });
  }

  private session(sessionId: string): object {
    return { urlToken: DEMO_URL_TOKEN, sessionId, userId: this.chats.find(sessionId)?.userId ?? '' };
  }

  private report(message: object): Promise<Pick<MessageReceipt, 'route'>> {
    const timestamp = String(Math.floor(this.clock.millis() / 1000));
    const document = { urlToken: DEMO_URL_TOKEN, channel: CHANNEL, ...message };
    return this.calls.post('/v1/cognigy/messages', document, (body) => ({
      'x-connector-timestamp': timestamp,
      'x-connector-signature': signed(this.transformerSecret, timestamp, body),
    }));
  }
}
