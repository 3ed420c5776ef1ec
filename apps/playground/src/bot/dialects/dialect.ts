import type { FastifyInstance } from 'fastify';
import type { ConnectorEvent } from '../connector-event.js';

/** Where the customer's message belongs to. */
export interface MessageReceipt {
  readonly state: 'bot' | 'queue' | 'active';
  readonly route: 'bot' | 'agent';
}

export interface BotMessage {
  readonly sessionId: string;
  readonly userId: string;
  readonly messageId: string;
  readonly author: 'user' | 'bot';
  readonly text: string;
  readonly sentAt: string;
}

export interface TranscriptItem {
  readonly messageId: string;
  readonly author: 'user' | 'bot' | 'agent';
  readonly text: string;
  readonly sentAt: string;
}

export interface HandoverRequest {
  readonly sessionId: string;
  readonly userId: string;
  readonly profile: object;
  readonly transcript: readonly TranscriptItem[];
  readonly reason: string;
  readonly summary: string;
  readonly context: Readonly<Record<string, string>>;
}

export type Presence = 'user_connected' | 'user_disconnected';

/** Takes an event; resolves once it is stored. @returns false for a session that the bot does not know */
export type Hear = (event: ConnectorEvent) => Promise<boolean>;

/**
 * How the bot and the connector talk: as a bot platform does. What carries an id can be repeated safely with the same one.
 * Calls throw `ConnectorRefused`, or any other error when a repeat may help.
 */
export interface Dialect {
  /** Whether a customer can give up waiting. */
  readonly canCancel: boolean;
  postMessage(message: BotMessage): Promise<MessageReceipt>;
  startHandover(id: string, request: HandoverRequest): Promise<void>;
  /** Ends the waiting; nothing to end is fine. */
  cancelHandover(id: string, sessionId: string): Promise<void>;
  postPresence(sessionId: string, type: Presence): Promise<void>;
  /** Adds what the connector calls, and passes on what it tells there. */
  serve(app: FastifyInstance, hear: Hear): void;
}

/** What bot and connector know of each other. */
export interface DialectSettings {
  readonly connectorUrl: string;
  /** What the connector knows the bot by: a bot key; on Chatlayer the last part of the webhook's address. */
  readonly botKey: string;
  /** What the bot knows the connector by: key of its signatures (on generic `whsec_…`); on Chatlayer its access token. */
  readonly callbackSecret: string;
  /** What a Chatlayer bot proves itself with besides. */
  readonly verifyToken?: string;
}
