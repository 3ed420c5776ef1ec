import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel';
import type { Chats } from '../chats.js';
import { cognigyInput, type CognigyMessage, cognigyOutput } from './cognigy-rich.js';
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
  WebhookEndpointSecrets,
} from './dialect.js';

/** Placeholder for the Endpoint of the demo. */
export const DEMO_URL_TOKEN = 'demo0000demo0000demo0000demo0000';

/** The Webhook Endpoint by which customers on Engage's own channels reach the flow. */
export const DEMO_NATIVE_URL_TOKEN = 'demo1111demo1111demo1111demo1111';
/** The user name with which the connector accepts outputs, unless a tenant sets another one. */
const OUTPUTS_USER = 'cognigy';

const ROLES = { user: 'user', bot: 'assistant', agent: 'agent' } as const;
const CHANNEL = 'webchat3';
const NO_SECRETS: WebhookEndpointSecrets = { apiKey: '', outputsKey: '', outputsPassword: '' };

/** Replaces Cognigy.AI: calls as a flow and its Endpoint Transformer would, and serves notify and inject. */
export class CognigyDialect implements Dialect {
  readonly canCancel = true;
  private readonly calls: ConnectorCalls;
  private readonly transformerSecret: string;
  private readonly webhookEndpoint: WebhookEndpointSecrets;

  constructor(
    { connectorUrl, botKey, callbackSecret, webhookEndpoint = NO_SECRETS }: DialectSettings,
    private readonly chats: Chats,
    private readonly clock: Clock,
  ) {
    this.calls = new ConnectorCalls(connectorUrl, { authorization: `Bearer ${botKey}` });
    this.transformerSecret = callbackSecret;
    this.webhookEndpoint = webhookEndpoint;
  }

  async postMessage({ author, sessionId, userId, messageId, sentAt, ...words }: BotMessage): Promise<MessageReceipt> {
    const chat = this.chats.find(sessionId);
    const message = author === 'user' ? cognigyInput(words) : cognigyOutput(words);
    const { route } = chat?.isNative
      ? await this.putOut({ sessionId, userId }, messageId, message)
      : await this.report({ sessionId, userId, messageId, sentAt, direction: author, ...message });
    const mode = chat?.status.mode;
    return { route, state: route === 'bot' ? 'bot' : mode === 'agent' ? 'active' : 'queue' };
  }

  async startHandover(id: string, { transcript = [], context = {}, ...request }: HandoverRequest): Promise<void> {
    const { language, ...others } = context;
    await this.calls.post('/v1/cognigy/handovers', {
      ...request,
      urlToken: this.urlTokenOf(request.sessionId),
      inputId: id,
      language,
      context: others,
      ...(!this.chats.find(request.sessionId)?.isNative && { channel: CHANNEL }),
      transcript: transcript.map(({ messageId, author, sentAt, ...words }) => ({
        id: messageId,
        role: ROLES[author],
        type: author === 'user' ? 'input' : 'output',
        payload: author === 'user' ? cognigyInput(words) : cognigyOutput(words),
        timestamp: Date.parse(sentAt),
      })),
    });
  }

  async cancelHandover(id: string, sessionId: string): Promise<void> {
    const call = { ...this.session(sessionId), inputId: id };
    await this.calls.post('/v1/cognigy/handovers/cancel', call).catch(unlessUnknown);
  }

  /** A transformer sees when the customer comes and goes, but not when the customer types or reads. */
  async postEvent(sessionId: string, { type }: CustomerEvent): Promise<void> {
    if (type !== 'user_connected' && type !== 'user_disconnected') return;
    const data = { _cognigy: { event: { type: type.replace('_', '-') } } };
    const messageId = `${type}-${this.clock.millis()}`;
    await this.report({ ...this.session(sessionId), messageId, direction: 'event', text: '', data });
  }

  serve(app: FastifyInstance, hear: Hear): void {
    const { transformerSecret, chats, clock } = this;
    const webhookEndpoint = { urlToken: DEMO_NATIVE_URL_TOKEN, apiKey: this.webhookEndpoint.apiKey };
    addCognigyRoutes(app, { transformerSecret, webhookEndpoint, hear, chats, clock });
  }

  private session(sessionId: string): object {
    const userId = this.chats.find(sessionId)?.userId ?? '';
    return { urlToken: this.urlTokenOf(sessionId), sessionId, userId };
  }

  private urlTokenOf(sessionId: string): string {
    return this.chats.find(sessionId)?.isNative ? DEMO_NATIVE_URL_TOKEN : DEMO_URL_TOKEN;
  }

  /** Like a Webhook Endpoint; its Output Transformer adds an id, by which a repeat is recognised. */
  private putOut(
    address: object,
    messageId: string,
    { text, data }: CognigyMessage,
  ): Promise<Pick<MessageReceipt, 'route'>> {
    const { outputsKey, outputsPassword } = this.webhookEndpoint;
    const credentials = Buffer.from(`${OUTPUTS_USER}:${outputsPassword}`).toString('base64');
    const output = { text, data: { ...data, handoverConnector: { messageId } }, traceId: messageId, source: 'bot' };
    return this.calls.post(`/v1/cognigy/outputs/${outputsKey}`, { ...address, AIOutput: output }, () => ({
      authorization: `Basic ${credentials}`,
    }));
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
