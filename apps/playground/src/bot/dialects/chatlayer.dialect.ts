import type { FastifyInstance } from 'fastify';
import { type Clock, newId } from '#kernel';
import type { Chat } from '../chat.js';
import type { Chats } from '../chats.js';
import type { ConnectorEvent } from '../connector-event.js';
import { type Action, type Received, receivedBy } from './chatlayer-action.js';
import { botMessages, userMessage } from './chatlayer-rich.js';
import { ConnectorCalls, ConnectorRefused } from './connector-calls.js';
import type {
  BotMessage,
  Dialect,
  DialectSettings,
  HandoverRequest,
  Hear,
  MessageReceipt,
  TranscriptItem,
} from './dialect.js';

/** Placeholder for the id of the demo's bot. */
export const DEMO_BOT_ID = 'demo-bot';
/** The dialog that agents' choices start; the demo bot has no dialogs, and only reports the chosen option. */
export const AGENT_CHOICE_DIALOG = '6f0c1d7e-3b52-4f7a-9d18-2a5c8e4b7d10';

const ACTIONS = '/v1/bots/:botId/conversations/:sessionId/actions';
const RECEIPTS = {
  bot: { state: 'bot', route: 'bot' },
  queue: { state: 'queue', route: 'agent' },
  agent: { state: 'active', route: 'agent' },
} as const;

interface Addressed {
  Params: { botId: string; sessionId: string };
  Body: Action;
}

interface OffloadReply {
  readonly offloadSuccess: boolean;
  readonly pauseBot: boolean;
}

/**
 * Replaces Chatlayer.ai: reports messages and offloads to the webhook, and serves the conversation actions. An accepted
 * offload pauses the bot until an action resumes it. Chatlayer has no queue, and no way to stop waiting.
 */
export class ChatlayerDialect implements Dialect {
  readonly canCancel = false;
  private readonly calls: ConnectorCalls;
  private readonly webhook: string;
  private readonly accessToken: string;
  private hear: Hear = () => Promise.resolve(false);

  constructor(
    { connectorUrl, botKey, verifyToken = '', callbackSecret }: DialectSettings,
    private readonly chats: Chats,
    private readonly clock: Clock,
  ) {
    this.calls = new ConnectorCalls(connectorUrl);
    this.webhook = chatlayerWebhook(botKey, verifyToken);
    this.accessToken = callbackSecret;
  }

  /** Only Chatlayer knows who should answer: a paused bot is silent, and all messages of the customer are reported. */
  async postMessage(message: BotMessage): Promise<MessageReceipt> {
    const mode = this.chats.find(message.sessionId)?.status.mode ?? 'bot';
    if (message.author === 'user' || mode === 'bot')
      await this.report('messages', message.sessionId, { messages: itemsOf(message.sessionId, message) });
    return RECEIPTS[mode];
  }

  /** @throws ConnectorRefused when no agent accepts the conversation */
  async startHandover(_id: string, request: HandoverRequest): Promise<void> {
    const { sessionId, transcript = [], profile, reason, summary, context } = request;
    const items = transcript.flatMap((item) => itemsOf(sessionId, item));
    const payload = { profile, reason, summary, ...context };
    const reply = await this.report<OffloadReply>('offload', sessionId, { transcript: items, payload });
    if (!reply.offloadSuccess) throw new ConnectorRefused(200, 'no agent takes the conversation');
    const chat = this.chats.find(sessionId);
    if (chat && reply.pauseBot) await this.tell(chat, queued());
  }

  async cancelHandover(): Promise<void> {
    // Chatlayer's customers wait until an agent comes
  }

  async postEvent(): Promise<void> {
    // Chatlayer does not report who opens the page, types or reads
  }

  serve(app: FastifyInstance, hear: Hear): void {
    this.hear = hear;
    app.get('/v1/bots', async ({ headers }, reply) =>
      headers.authorization === `Bearer ${this.accessToken}`
        ? reply.send([{ id: DEMO_BOT_ID, name: 'Demo bot' }])
        : reply.code(401).send({ message: 'Unauthorized' }),
    );
    app.post<Addressed>(ACTIONS, async ({ headers, params, body }, reply) => {
      if (headers.authorization !== `Bearer ${this.accessToken}`)
        return reply.code(401).send({ message: 'Unauthorized' });
      const chat = params.botId === DEMO_BOT_ID ? this.chats.find(params.sessionId) : undefined;
      if (!chat) return reply.code(404).send({ message: 'Not found' });
      const received = receivedBy(body, chat.status.mode, this.clock);
      if (!received) return reply.code(400).send({ message: 'invalid action' });
      for (const one of received) await this.tell(chat, one);
      return reply.send({});
    });
  }

  /** Chatlayer has no numbers: a later event is newer. */
  private async tell({ id: sessionId, record }: Chat, received: Received): Promise<void> {
    const event = { id: newId(), sessionId, conversationId: sessionId, sequence: record.sequence + 1, ...received };
    await this.hear(event satisfies ConnectorEvent);
  }

  private report<Result>(event: 'messages' | 'offload', sessionId: string, content: object): Promise<Result> {
    const timestamp = this.clock.now().toISOString();
    const envelope = { botId: DEMO_BOT_ID, version: 'LIVE', sessionId, channel: 'web', event, timestamp };
    return this.calls.post<Result>(this.webhook, { ...envelope, ...content });
  }
}

/** The webhook's address on the connector, with the token that Chatlayer adds to it. */
export function chatlayerWebhook(webhookKey: string, verifyToken: string): string {
  return `/v1/chatlayer/${webhookKey}?challenge.verifyToken=${encodeURIComponent(verifyToken)}`;
}

/** Only customers' messages have ids; for Chatlayer, an agent's messages are the bot's. */
function itemsOf(sessionId: string, { messageId: id, author, sentAt: timestamp, ...words }: TranscriptItem): object[] {
  if (author !== 'user') return botMessages(words).map((message) => ({ actor: 'bot', message, timestamp }));
  const sender = { id: sessionId, botId: DEMO_BOT_ID };
  return [{ actor: 'user', message: { id, channelType: 'web', sender, ...userMessage(words) }, timestamp }];
}

function queued(): Received {
  return { type: 'handover.status', data: { status: 'queue', event: 'accepted' } };
}
