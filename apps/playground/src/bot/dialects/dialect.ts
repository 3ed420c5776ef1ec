import type { FastifyInstance } from 'fastify';
import type { Words } from '../chat.types.js';
import type { ConnectorEvent } from '../connector-event.js';

/** Where the customer's message is routed. */
export interface MessageReceipt {
  readonly state: 'bot' | 'queue' | 'active';
  readonly route: 'bot' | 'agent';
}

export interface BotMessage extends Words {
  readonly sessionId: string;
  readonly userId: string;
  readonly messageId: string;
  readonly author: 'user' | 'bot';
  readonly sentAt: string;
}

export interface TranscriptItem extends Words {
  readonly messageId: string;
  readonly author: 'user' | 'bot' | 'agent';
  readonly sentAt: string;
}

export interface HandoverRequest {
  readonly sessionId: string;
  readonly userId: string;
  readonly reason: string;
  readonly summary: string;
  /** The following members are omitted for chats on channels that Engage serves. */
  readonly profile?: object;
  readonly transcript?: readonly TranscriptItem[];
  readonly context?: Readonly<Record<string, string>>;
}

/** What happens on the customer's side, in addition to messages. */
export type CustomerEvent =
  | { readonly type: 'user_connected' | 'user_disconnected' | 'typing_stopped' }
  | { readonly type: 'typing_started'; readonly preview?: string }
  | { readonly type: 'message_read'; readonly messageId: string };

/** Receives an event; resolves once it is stored. @returns false for a session that the bot does not know */
export type Hear = (event: ConnectorEvent) => Promise<boolean>;

/**
 * How the bot and the connector communicate, like a bot platform. Calls with an id can be repeated safely with the same
 * one. Calls throw `ConnectorRefused`, or any other error when a repeat may help.
 */
export interface Dialect {
  /** Whether a customer can stop waiting. */
  readonly canCancel: boolean;
  postMessage(message: BotMessage): Promise<MessageReceipt>;
  startHandover(id: string, request: HandoverRequest): Promise<void>;
  /** Ends the waiting; succeeds if there is nothing to end. */
  cancelHandover(id: string, sessionId: string): Promise<void>;
  /** Does nothing for events that the platform does not report. */
  postEvent(sessionId: string, event: CustomerEvent): Promise<void>;
  /** Adds the routes that the connector calls, and passes its events on. */
  serve(app: FastifyInstance, hear: Hear): void;
}

/** Secrets by which a Cognigy.AI Webhook Endpoint and the connector recognise each other. */
export interface WebhookEndpointSecrets {
  /** Key of the Endpoint, sent with every input. */
  readonly apiKey: string;
  /** The last part of the address that outputs go to, and the password there. */
  readonly outputsKey: string;
  readonly outputsPassword: string;
}

/** Addresses and secrets that bot and connector share. */
export interface DialectSettings {
  readonly connectorUrl: string;
  /** The credential of the bot at the connector: a bot key; on Chatlayer the last part of the webhook's address. */
  readonly botKey: string;
  /**
   * The credential of the connector at the bot: key of its signatures (on generic `whsec_…`); on Chatlayer its access
   * token.
   */
  readonly callbackSecret: string;
  /** The second credential of a Chatlayer bot. */
  readonly verifyToken?: string;
  /** For customers of a Cognigy.AI bot on Engage's own channels. */
  readonly webhookEndpoint?: WebhookEndpointSecrets;
}
