import type { Clock, JsonObject } from '#kernel';
import type { Attachment } from '../chat.types.js';
import type { ConnectorEvent, HandoverStatus, UserMessage } from '../connector-event.js';
import { wordsOfNotify } from './cognigy-rich.js';

/** A notify or inject. */
export interface CognigyCall {
  readonly sessionId: string;
  readonly text: string;
  readonly data: {
    readonly handover?: HandoverStatus['data'] & { readonly eventId: string; readonly sequence: number };
    readonly handoverConnector?: { readonly eventId: string };
    readonly attachments?: readonly { readonly url: string; readonly fileName: string; readonly mimeType?: string }[];
  };
}

/** The message of a customer on a channel that Engage serves, as the flow's input. */
export interface CognigyInput {
  readonly sessionId: string;
  readonly userId: string;
  readonly text?: string;
  readonly data: {
    readonly handoverConnector: {
      readonly eventId: string;
      readonly messageId: string;
      readonly hasAttachment?: boolean;
      readonly sentAt?: string;
      /** The title of a chosen option; the text is its payload. */
      readonly title?: string;
    };
    readonly attachments?: readonly { readonly url: string; readonly name?: string; readonly type?: string }[];
  };
}

/**
 * Converts a call from outside the flow into an event of the generic platform, which the rest of the bot uses.
 *
 * @param latest number of the session's newest event: a message has no number of its own, and comes after all earlier
 * ones
 */
export function outsideWords({ sessionId, text, data }: CognigyCall, latest: number, clock: Clock): ConnectorEvent {
  const { handover, handoverConnector, attachments = [] } = data;
  if (handover) {
    const { eventId: id, sequence, ...status } = handover;
    return { type: 'handover.status', id, sessionId, conversationId: sessionId, sequence, data: status };
  }
  const id = handoverConnector?.eventId ?? '';
  const files = attachments.map(({ url, fileName, mimeType }) => fileOf(url, fileName, mimeType));
  const words = wordsOfNotify(text, data as JsonObject);
  const said = { messageId: id, ...words, attachments: files, sentAt: clock.now().toISOString() };
  return { type: 'agent.message', id, sessionId, conversationId: sessionId, sequence: latest, data: said };
}

/** A customer's message as an event of the generic platform. @param latest as above */
export function customersWords(input: CognigyInput, latest: number, clock: Clock): UserMessage {
  const { sessionId, userId, text = '', data } = input;
  const { eventId: id, messageId, hasAttachment, title, sentAt = clock.now().toISOString() } = data.handoverConnector;
  const attachments = (data.attachments ?? []).map(({ url, name, type }) => fileOf(url, name, type));
  const words = title === undefined ? { text } : { text: title, payload: text };
  return {
    type: 'user.message',
    id,
    sessionId,
    userId,
    conversationId: sessionId,
    sequence: latest,
    data: { messageId, ...words, attachments, hasAttachment, sentAt },
  };
}

function fileOf(url: string, filename?: string, type?: string): Attachment {
  return { url, ...(filename && { filename }), ...(type && { type }) };
}
